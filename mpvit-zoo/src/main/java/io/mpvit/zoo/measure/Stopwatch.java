/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.measure;

import ai.djl.ndarray.NDArray;

/** Takes times of what the engine computes. */
final class Stopwatch {

  private static final double NANOS = 1e9;

  private Stopwatch() {}

  static double secondsSince(long start) {
    return (System.nanoTime() - start) / NANOS;
  }

  /** Waits until an array has its values: GPUs compute behind the back of the caller. */
  static void finish(NDArray array) {
    if (array.getDevice().isGpu()) {
      try (NDArray flat = array.flatten();
          NDArray first = flat.get(0)) {
        first.toFloatArray();
      }
    }
  }
}
