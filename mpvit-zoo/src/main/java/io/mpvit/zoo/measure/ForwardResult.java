/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.measure;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was measured of a network's forward.
 *
 * @param input the input's shape, [B, 3, H, W]
 * @param macs multiply-adds of one forward, by fvcore's convention
 * @param first seconds of the process's first forward
 * @param second seconds of the one after it
 * @param seconds seconds of each of the timed forwards, in order
 * @param processorSeconds the processor time of each of these, all threads together; where it is
 *     unknown and on GPUs, its time
 * @param productRates operations per second, of processor time, of the matrix product beside each
 *     of them
 * @param peakBytes resident memory above the loaded model at most, in the first two forwards; empty
 *     where the system does not tell
 */
public record ForwardResult(
    Shape input,
    long macs,
    double first,
    double second,
    List<Double> seconds,
    List<Double> processorSeconds,
    List<Double> productRates,
    OptionalLong peakBytes) {

  /** Copies the lists. */
  public ForwardResult {
    seconds = List.copyOf(seconds);
    processorSeconds = List.copyOf(processorSeconds);
    productRates = List.copyOf(productRates);
  }

  /** The median time of a forward in seconds. */
  public double median() {
    return median(seconds);
  }

  /** The best time of a forward in seconds. */
  public double best() {
    return seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The median processor time of a forward in seconds. */
  public double medianProcessor() {
    return median(processorSeconds);
  }

  /** The median rate of the matrix product in operations per second of processor time. */
  public double productRate() {
    return median(productRates);
  }

  /** Images per second, by the median. */
  public double imagesPerSecond() {
    return input.get(0) / median();
  }

  /**
   * The share of the matrix product's rate that the network reaches: 2 x multiply-adds / (seconds x
   * rate), in processor time, by the medians. Other jobs of a shared machine change neither of the
   * two times by much.
   */
  public double efficiency() {
    return 2 * macs / (medianProcessor() * productRate());
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
