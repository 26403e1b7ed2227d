/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the engine's threads sleep soon while they wait for each other.
 *
 * <p>PyTorch's threads (GNU's OpenMP on Linux) wait in a long loop by default. On a machine that
 * does other work too, those that wait take the processor from the one that they wait for, and an
 * image takes ten times as long; threads that sleep at once cost half the speed of a quiet machine.
 * A short loop does well on both; docs/benchmarks.md has the figures. OpenMP reads its settings
 * from the environment when it is loaded, so this must happen before the engine starts. A setting
 * of the user's ({@code OMP_WAIT_POLICY}, {@code GOMP_SPINCOUNT}) stays.
 */
public final class WaitPolicy {

  private static final Logger LOGGER = LoggerFactory.getLogger(WaitPolicy.class);

  private static final String POLICY = "OMP_WAIT_POLICY";
  private static final String SPINS = "GOMP_SPINCOUNT";
  private static final String SHORT = "30000";

  private static boolean done;

  private WaitPolicy() {}

  /** Makes waiting short for an engine that starts later; only the first call does anything. */
  public static synchronized void prefer() {
    if (done || !Platform.isLinux()) {
      return;
    }
    done = true;
    if (System.getenv(POLICY) == null) {
      try {
        // 0: a value that is there stays.
        Native.load(Platform.C_LIBRARY_NAME, Environment.class).setenv(SPINS, SHORT, 0);
      } catch (LinkageError e) {
        LOGGER.debug("the engine's threads wait as they do by default", e);
      }
    }
  }

  /** How many rounds of the loop an engine that starts now would be told, or null. */
  static String inForce() {
    return Native.load(Platform.C_LIBRARY_NAME, Environment.class).getenv(SPINS);
  }

  /** The process's own environment, which Java only reads. */
  interface Environment extends Library {
    int setenv(String name, String value, int overwrite);

    String getenv(String name);
  }
}
