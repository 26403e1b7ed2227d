/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Manifest;
import io.mpvit.testing.Tolerances;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small transformer with padding, forward and backward, against the reference. */
@Tag("golden")
class TinyTransformerTest {
  private static final TransformerConfig CONFIG = new TransformerConfig(32, 4, 3, 2, 2, 2, 48, 0);
  private static final List<ImageSize> LEVELS =
      List.of(new ImageSize(6, 7), new ImageSize(3, 4), new ImageSize(2, 2));
  private static final double TOLERANCE = 1e-5;
  private static final double GRADIENT_TOLERANCE = 1e-4;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void outputsAndGradients(boolean refine) {
    String name = "tiny_transformer_" + (refine ? "refine" : "plain");
    DetrGolden golden = DetrGolden.of(name);
    DeformableTransformer transformer = filled(refine);
    Manifest.assertMatches(DetrGolden.manifest(name), transformer);
    NDList inputs = inputs(golden);
    compare(golden, result(transformer, inputs, false));

    transformer.stateEntries().forEach(e -> e.parameter().freeze(false));
    List<NDArray> leaves = List.of(inputs.get(0), inputs.get(1), inputs.get(2), inputs.get(4));
    leaves.forEach(leaf -> leaf.setRequiresGradient(true));
    NDArray weight = ReferenceInputs.array(manager, "tiny.grad_hs", new Shape(2, 2, 5, 32));
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      DeformableTransformer.Result result = result(transformer, inputs, true);
      compare(golden, result);
      NDArray loss = NDArrays.stack(result.states()).mul(weight).sum();
      Tolerances.assertClose("loss", loss.getFloat(), golden.npz().floats("loss")[0], 2e-3);
      collector.backward(loss);
    }
    for (int l = 0; l < 3; l++) {
      golden.assertRelative("grad.src" + l, leaves.get(l).getGradient(), GRADIENT_TOLERANCE);
    }
    golden.assertRelative("grad.query", leaves.get(3).getGradient(), GRADIENT_TOLERANCE);
    for (StateEntry entry : transformer.stateEntries()) {
      String norm = "gradnorm." + entry.key();
      if (golden.npz().has(norm)) {
        NDArray gradient = entry.parameter().getArray().getGradient();
        float expected = golden.npz().floats(norm)[0];
        Tolerances.assertRelative(norm, gradient.norm().getFloat(), expected, 1e-3);
        if (golden.npz().has("grad." + entry.key())) {
          golden.assertRelative("grad." + entry.key(), gradient, GRADIENT_TOLERANCE);
        }
      }
    }
  }

  /** What stands in the padding must not matter. */
  @Test
  void paddingDoesNotReachTheQueries() {
    DetrGolden golden = DetrGolden.of("tiny_transformer_plain");
    DeformableTransformer transformer = filled(false);
    NDList inputs = inputs(golden);
    NDArray states = result(transformer, inputs, false).states().get(1);
    for (int l = 0; l < 3; l++) {
      NDArray padding = mask(golden, l).expandDims(1); // 1 for padding
      inputs.set(l, inputs.get(l).add(padding.mul(1000)));
    }
    NDArray other = result(transformer, inputs, false).states().get(1);
    assertThat(other.toFloatArray()).isEqualTo(states.toFloatArray());
  }

  private void compare(DetrGolden golden, DeformableTransformer.Result result) {
    NDArray valid =
        NDArrays.concat(
            new NDList(
                IntStream.range(0, 3)
                    .mapToObj(l -> mask(golden, l).neg().add(1).reshape(2, -1, 1))
                    .toList()),
            1);
    golden.assertClose("memory", result.memory().mul(valid), TOLERANCE);
    golden.assertClose("hs", NDArrays.stack(result.states()), TOLERANCE);
    golden.assertClose("init_reference", result.references().get(0), TOLERANCE);
    golden.assertClose(
        "inter_references", NDArrays.stack(result.references().subNDList(1)), TOLERANCE);
  }

  private DeformableTransformer.Result result(
      DeformableTransformer transformer, NDList inputs, boolean training) {
    Pass pass = new Pass(new ParameterStore(manager, false), training, Precision.FLOAT32);
    return DeformableTransformer.Result.of(transformer.forward(pass, inputs), CONFIG);
  }

  private DeformableTransformer filled(boolean refine) {
    PredictionHeads heads =
        refine
            ? new PredictionHeads(List.of(), List.of(new BoxMlp(32, 0), new BoxMlp(32, 0)))
            : PredictionHeads.NONE;
    DeformableTransformer transformer = new DeformableTransformer(CONFIG, 5, heads);
    ReferenceWeights.fill(transformer, manager);
    return transformer;
  }

  private NDList inputs(DetrGolden golden) {
    NDList inputs = new NDList();
    long[] areas = new long[2 * 3 * 2];
    for (int l = 0; l < 3; l++) {
      ImageSize level = LEVELS.get(l);
      Shape shape = new Shape(2, 32, level.height(), level.width());
      inputs.add(ReferenceInputs.array(manager, "tiny.src" + l, shape));
      NDArray valid = mask(golden, l).neg().add(1); // [2, H, W]
      for (int b = 0; b < 2; b++) {
        areas[b * 6 + 2 * l] = (long) valid.get(b).get(":,0").sum().getFloat();
        areas[b * 6 + 2 * l + 1] = (long) valid.get(b).get("0").sum().getFloat();
      }
    }
    inputs.add(manager.create(areas, new Shape(2, 3, 2)));
    inputs.add(ReferenceInputs.array(manager, "tiny.query", new Shape(5, 64)));
    return inputs;
  }

  /** 1 for padding. */
  private NDArray mask(DetrGolden golden, int level) {
    boolean[] padding = golden.npz().booleans("mask" + level);
    float[] values = new float[padding.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = padding[i] ? 1 : 0;
    }
    ImageSize size = LEVELS.get(level);
    return manager.create(values, new Shape(2, size.height(), size.width()));
  }
}
