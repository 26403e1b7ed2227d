/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The engine with one torch thread, which is what one Java thread of a server should use. */
@State(Scope.Benchmark)
public class EngineState {

  NDManager manager;

  /** Starts the engine. */
  @Setup(Level.Trial)
  public void start() {
    manager = NDManager.newBaseManager("PyTorch");
    JniUtils.setNumThreads(1);
  }

  /** Frees the arrays. */
  @TearDown(Level.Trial)
  public void stop() {
    manager.close();
  }
}
