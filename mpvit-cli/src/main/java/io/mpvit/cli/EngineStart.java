/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.jni.JniUtils;
import io.mpvit.zoo.engine.PyTorchEngine;

/** Starts the engine. Apart from the options, so that looking at these does not load it. */
final class EngineStart {

  private EngineStart() {}

  /**
   * Finds the device.
   *
   * @param wanted the user's choice, or null for the engine's
   * @throws IllegalArgumentException if PyTorch cannot use it
   */
  static Device device(Device wanted) {
    Engine engine = PyTorchEngine.start();
    if (wanted == null) {
      return engine.defaultDevice();
    }
    if (wanted.isGpu()) {
      requireGpu(engine, wanted);
    }
    return wanted;
  }

  /** Sets the number of threads; null means what suits the machine. */
  static void setThreads(Integer count) {
    // The engine knows physical cores, Java knows a container's limit.
    PyTorchEngine.setThreads(
        count == null
            ? Math.min(JniUtils.getNumThreads(), Runtime.getRuntime().availableProcessors())
            : count);
  }

  static int threads() {
    return JniUtils.getNumThreads();
  }

  private static void requireGpu(Engine engine, Device wanted) {
    String option = "--device " + EngineOptions.nameOf(wanted) + ": ";
    if (!engine.hasCapability(StandardCapabilities.CUDA)) {
      throw new IllegalArgumentException(
          option + "PyTorch cannot use a GPU here (no GPU, no driver, or its CPU build)");
    }
    if (wanted.getDeviceId() >= engine.getGpuCount()) {
      throw new IllegalArgumentException(
          option + "this machine has GPUs 0 to " + (engine.getGpuCount() - 1));
    }
  }
}
