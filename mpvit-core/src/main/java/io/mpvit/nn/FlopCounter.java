/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts operations and activations by fvcore's convention, by which the published numbers were
 * made: one multiply-add is one, biases and elementwise operations are free.
 */
public final class FlopCounter implements Tracer {

  private static final int LAYER_NORM_PER_ELEMENT = 5;
  private static final int BATCH_NORM_PER_ELEMENT = 2;

  private final Map<String, Long> flops = new TreeMap<>();
  private final Map<String, Long> activations = new TreeMap<>();

  /**
   * Counts a block's forward.
   *
   * @param block the block
   * @param inputs the input shapes
   * @return the counts
   */
  public static FlopCounter of(TorchBlock block, Shape... inputs) {
    FlopCounter counter = new FlopCounter();
    block.trace(counter, inputs);
    return counter;
  }

  /** Multiply-adds of all kinds together. */
  public long totalFlops() {
    return flops.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Output elements of convolutions, linear layers and attention products together. */
  public long totalActivations() {
    return activations.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Multiply-adds by kind of operation. */
  public Map<String, Long> flops() {
    return Collections.unmodifiableMap(flops);
  }

  /** Output elements by kind of operation. */
  public Map<String, Long> activations() {
    return Collections.unmodifiableMap(activations);
  }

  @Override
  public void convolution(Shape weight, Shape output) {
    add("conv", output.get(0) * output.get(2) * output.get(3) * weight.size());
    activate("conv", output);
  }

  @Override
  public void linear(Shape weight, Shape output) {
    add("linear", output.size() * weight.get(1));
    activate("linear", output);
  }

  @Override
  public void batchNorm(Shape output) {
    add("batch_norm", BATCH_NORM_PER_ELEMENT * output.size());
  }

  @Override
  public void layerNorm(Shape output) {
    add("layer_norm", LAYER_NORM_PER_ELEMENT * output.size());
  }

  @Override
  public void meanPool(Shape input) {
    add("adaptive_avg_pool2d", input.size());
  }

  /**
   * {@inheritDoc}
   *
   * <p>fvcore counts products by a text: twice the multiplications printed with four significant
   * digits, read back and halved.
   */
  @Override
  public void product(long multiplications, Shape output) {
    double printed = Double.parseDouble(String.format(Locale.ROOT, "%.3e", 2.0 * multiplications));
    add("einsum", (long) Math.floor(printed / 2));
    activate("einsum", output);
  }

  private void add(String kind, long count) {
    flops.merge(kind, count, Long::sum);
  }

  private void activate(String kind, Shape output) {
    activations.merge(kind, output.size(), Long::sum);
  }
}
