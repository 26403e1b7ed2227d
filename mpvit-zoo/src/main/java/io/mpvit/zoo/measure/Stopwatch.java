/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.measure;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Takes times of what the engine computes. */
final class Stopwatch {

  private static final double NANOS = 1e9;

  private final long start = System.nanoTime();
  private final long processorStart = processorNanos();

  /** What passed since the stopwatch was made, in seconds. */
  Times stop(NDArray result) {
    finish(result);
    double seconds = (System.nanoTime() - start) / NANOS;
    long now = processorNanos();
    // Of a device's work the processor knows nothing.
    boolean known = processorStart >= 0 && now > processorStart && !result.getDevice().isGpu();
    return new Times(seconds, known ? (now - processorStart) / NANOS : seconds);
  }

  /**
   * How long something took.
   *
   * @param seconds time that passed
   * @param processorSeconds time that processors worked for this process, all threads together; the
   *     time that passed where that is unknown
   */
  record Times(double seconds, double processorSeconds) {}

  /** With one engine thread the caller does all the work, and its clock ticks finer. */
  private static long processorNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (JniUtils.getNumThreads() == 1 && threads.isCurrentThreadCpuTimeSupported()) {
      return threads.getCurrentThreadCpuTime();
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : -1;
  }

  /** Waits until an array has its values: GPUs compute behind the back of the caller. */
  private static void finish(NDArray array) {
    if (array.getDevice().isGpu()) {
      try (NDArray flat = array.flatten();
          NDArray first = flat.get(0)) {
        first.toFloatArray();
      }
    }
  }
}
