/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;

/**
 * DJL's PyTorch engine. What keeps it from starting is a fault of how an application is packed or
 * of the machine, which DJL says in words about itself; {@link EngineAdvice} says what to add.
 */
public final class PyTorchEngine {

  /** DJL's name of the engine. */
  public static final String NAME = "PyTorch";

  private static final int ALWAYS_ALLOWED = 16;
  private static final int PER_PROCESSOR = 4;

  private PyTorchEngine() {}

  /**
   * Checks that DJL knows the engine. Nothing is loaded.
   *
   * @throws EngineException if it does not; the message says what the class path lacks
   */
  public static void requireKnown() {
    if (!Engine.hasEngine(NAME)) {
      throw new EngineException(EngineAdvice.ofClassPath().unknown());
    }
  }

  /**
   * The largest number of threads that is taken: four for each processor, and 16 anywhere. More
   * only cost; some thousands end the process, because the system has no more.
   *
   * @return the bound
   */
  public static int mostThreads() {
    return Math.max(ALWAYS_ALLOWED, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
  }

  /**
   * Checks a number of threads without starting the engine.
   *
   * @param count processor threads of the engine
   * @throws IllegalArgumentException if there are fewer than 1 or more than {@link #mostThreads}
   */
  public static void requireThreads(int count) {
    if (count < 1 || count > mostThreads()) {
      throw new IllegalArgumentException(
          "threads: from 1 to "
              + mostThreads()
              + " on this machine of "
              + Runtime.getRuntime().availableProcessors()
              + " processors, found "
              + count);
    }
  }

  /**
   * Sets how many processor threads the engine gives each Java thread.
   *
   * @param count 1 where several Java threads predict at the same time
   * @throws IllegalArgumentException if there are fewer than 1 or more than {@link #mostThreads}
   * @throws EngineException if the engine cannot be started
   */
  public static void setThreads(int count) {
    requireThreads(count);
    start();
    JniUtils.setNumThreads(count);
  }

  /**
   * Starts the engine, unless it runs.
   *
   * @return the engine
   * @throws EngineException if it cannot be started; the message says what to add
   */
  public static Engine start() {
    requireKnown();
    WaitPolicy.prefer();
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException | LinkageError e) {
      throw new EngineException(EngineAdvice.ofClassPath().notStarted(e), e);
    }
  }
}
