/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.FlopCounter;
import io.mpvit.nn.TorchBlock;
import io.mpvit.zoo.measure.Stopwatch.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Measures a network's forward: time, peak memory, and efficiency against the matrix product of the
 * same machine, threads and minutes.
 */
public final class ForwardBenchmark {

  private static final int WARM_UP_PRODUCTS = 2;

  private final TorchBlock network;
  private final NDManager manager;
  private final Shape input;

  /**
   * Makes a benchmark.
   *
   * @param network an initialised, frozen network
   * @param manager owns the network's weights
   * @param input the input's shape, [B, 3, H, W]
   */
  public ForwardBenchmark(TorchBlock network, NDManager manager, Shape input) {
    this.network = network;
    this.manager = manager;
    this.input = input;
  }

  /**
   * Runs the forward once as the process's first, then some times more, each time beside a matrix
   * product.
   *
   * @param runs how many forwards to time after the first one, at least 1
   * @return what was measured
   */
  public ForwardResult run(int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("runs is at least 1, found " + runs);
    }
    long macs = FlopCounter.of(network, input).totalFlops();
    try (NDManager scope = manager.newSubManager();
        MatrixProduct product = new MatrixProduct(manager)) {
      NDArray images = scope.randomUniform(-2, 2, input);
      OptionalLong before = ResidentMemory.now();
      boolean peakKnown = ResidentMemory.resetPeak();
      double first = forward(images).seconds();
      double second = forward(images).seconds();
      OptionalLong peak = ResidentMemory.peak();
      for (int i = 0; i < WARM_UP_PRODUCTS; i++) {
        product.rate();
      }
      List<Double> seconds = new ArrayList<>();
      List<Double> processorSeconds = new ArrayList<>();
      List<Double> rates = new ArrayList<>();
      // Side by side, so that both see the same moods of a shared machine.
      for (int i = 0; i < runs; i++) {
        rates.add(product.rate());
        Times times = forward(images);
        seconds.add(times.seconds());
        processorSeconds.add(times.processorSeconds());
      }
      OptionalLong extra =
          peakKnown && before.isPresent() && peak.isPresent()
              ? OptionalLong.of(peak.getAsLong() - before.getAsLong())
              : OptionalLong.empty();
      return new ForwardResult(input, macs, first, second, seconds, processorSeconds, rates, extra);
    }
  }

  private Times forward(NDArray images) {
    Stopwatch watch = new Stopwatch();
    NDList outputs = network.forward(new ParameterStore(manager, false), new NDList(images), false);
    Times times = watch.stop(outputs.head());
    outputs.close();
    return times;
  }
}
