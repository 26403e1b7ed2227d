/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.reference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Fills networks with deterministic weights of a sensible size. */
public final class ReferenceWeights {

  private ReferenceWeights() {}

  /**
   * Gives every parameter and buffer of a block its reference values, and freezes the block. A tied
   * tensor is named by the first of its keys.
   *
   * @param block a block without values yet
   * @param manager owns the arrays
   */
  public static void fill(TorchBlock block, NDManager manager) {
    fill(block, manager, Set.of());
  }

  /**
   * Gives every parameter and buffer of a block its reference values, then changes some.
   *
   * @param block a block without values yet
   * @param manager owns the arrays
   * @param tweaks applied to each tensor's values before they are stored, in iteration order
   */
  public static void fill(
      TorchBlock block, NDManager manager, Iterable<? extends WeightTweak> tweaks) {
    fill(block, manager, UnaryOperator.identity(), tweaks);
  }

  /**
   * Gives every parameter and buffer of a block the reference values of a file that has other names
   * for them, then changes some.
   *
   * @param block a block without values yet
   * @param manager owns the arrays
   * @param names from the block's keys to the file's
   * @param tweaks applied to each tensor's values, by the file's names, in iteration order
   */
  public static void fill(
      TorchBlock block,
      NDManager manager,
      UnaryOperator<String> names,
      Iterable<? extends WeightTweak> tweaks) {
    block.freeze();
    for (StateEntry entry : block.stateEntries()) {
      if (entry.isAlias()) {
        continue;
      }
      Parameter parameter = entry.parameter();
      Shape shape = parameter.getShape();
      parameter.close();
      if (entry.dataType() == DataType.FLOAT32) {
        String name = names.apply(entry.key());
        float[] values = values(name, shape);
        for (WeightTweak tweak : tweaks) {
          tweak.apply(name, values, shape);
        }
        parameter.setInitializer(
            (m, s, type) -> {
              try (NDArray borrowed = m.create(values, s)) {
                return borrowed.duplicate();
              }
            });
      }
    }
    block.initialize(manager, DataType.FLOAT32);
  }

  /**
   * The reference values of a float tensor.
   *
   * @param name its canonical state-dict key
   * @param shape its shape
   * @return values in row-major order
   */
  public static float[] values(String name, Shape shape) {
    ReferenceSequence sequence = new ReferenceSequence(name);
    float[] values = new float[Math.toIntExact(shape.size())];
    double scale = shape.dimension() < 2 ? 0 : Math.sqrt(3.0 / (shape.size() / shape.get(0)));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value(name, scale, sequence.at(i));
    }
    return values;
  }

  private static double value(String name, double scale, double u) {
    if (name.endsWith("running_var")) {
      return 0.5 + u;
    } else if (name.endsWith("running_mean")) {
      return 0.2 * (u - 0.5);
    } else if (scale > 0) {
      return (2 * u - 1) * scale;
    } else if (name.endsWith("weight")) {
      return 0.5 + u;
    }
    return 0.2 * (u - 0.5);
  }
}
