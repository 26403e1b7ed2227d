/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.Nonlinearity;
import io.mpvit.ops.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack of 3x3 convolutions, each followed by ReLU: [N, C, H, W] to the same shape. Either all
 * have biases, or all have a batch normalisation each, under {@code norm} below the convolution's
 * path.
 */
public final class ConvTower extends UnaryBlock {
  private static final int WINDOW = 3;

  /** So many bytes of maps stay in a processor's cache from one layer to the next. */
  private static final long CACHED_BYTES = 1 << 21;

  private final List<UnaryBlock> layers = new ArrayList<>();

  /** The layers again, if they have biases. */
  private final List<Conv2d> plain = new ArrayList<>();

  /**
   * Creates a stack without norms, biases zero.
   *
   * @param channels width of all maps
   * @param names the convolutions' paths in the state dict, in order
   * @param initializer the weights of a fresh network
   */
  public ConvTower(int channels, List<String> names, Initializer initializer) {
    this(channels, names, initializer, false);
  }

  private ConvTower(int channels, List<String> names, Initializer initializer, boolean normed) {
    for (String name : names) {
      Conv2d.Builder conv = Conv2d.builder(channels, channels, WINDOW).optInitializer(initializer);
      if (normed) {
        layers.add(child(name, new ConvBn("", conv.build(), "norm", Nonlinearity.RELU)));
      } else {
        plain.add(conv.optBias(Initializer.ZEROS).optActivation(Nonlinearity.RELU).build());
        layers.add(child(name, plain.get(plain.size() - 1)));
      }
    }
  }

  /**
   * Creates a stack with batch normalisations in place of biases.
   *
   * @param channels width of all maps
   * @param names the convolutions' paths in the state dict, in order
   * @param initializer the weights of a fresh network
   * @return the stack
   */
  public static ConvTower normed(int channels, List<String> names, Initializer initializer) {
    return new ConvTower(channels, names, initializer, true);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    if (!plain.isEmpty() && !pass.training() && pass.precision() == Precision.FLOAT32) {
      List<NDArray> weights = plain.stream().map(conv -> conv.weight(pass, x)).toList();
      List<NDArray> biases = plain.stream().map(conv -> conv.bias(pass, x)).toList();
      return ConvolutionOps.convTower(x, weights, biases, atOnce(x.getShape()));
    }
    NDArray y = x;
    for (UnaryBlock layer : layers) {
      NDArray next = layer.forward(pass, y);
      // Two maps alive instead of two per layer: each may be tens of megabytes.
      closeUnless(y == x, y);
      y = next;
    }
    return y;
  }

  /** All maps of a batch if they are large. */
  private static int atOnce(Shape maps) {
    long bytes = Float.BYTES * maps.get(1) * maps.get(2) * maps.get(3);
    return Math.toIntExact(
        bytes < CACHED_BYTES ? CACHED_BYTES / Math.max(1, bytes) : Math.max(1, maps.get(0)));
  }

  private static void closeUnless(boolean kept, NDArray map) {
    if (!kept) {
      map.close();
    }
  }

  @Override
  public Shape trace(Tracer tracer, Shape in) {
    Shape shape = in;
    for (UnaryBlock layer : layers) {
      shape = layer.trace(tracer, shape);
    }
    return shape;
  }
}
