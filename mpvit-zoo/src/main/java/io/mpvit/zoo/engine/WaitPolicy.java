/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the engine's threads sleep while they wait for each other.
 *
 * <p>PyTorch's threads (GNU's OpenMP on Linux) wait in a loop by default. On a machine that does
 * other work too, those that wait take the processor from the one that they wait for, and an image
 * takes ten times as long; docs/benchmarks.md has the figures. OpenMP reads its settings from the
 * environment when it is loaded, so this must happen before the engine starts. A setting of the
 * user's ({@code OMP_WAIT_POLICY}, {@code GOMP_SPINCOUNT}) stays.
 */
public final class WaitPolicy {

  private static final Logger LOGGER = LoggerFactory.getLogger(WaitPolicy.class);

  private static final String POLICY = "OMP_WAIT_POLICY";
  private static final String SPINS = "GOMP_SPINCOUNT";
  private static final String PASSIVE = "passive";

  private static boolean done;

  private WaitPolicy() {}

  /** Makes waiting passive for an engine that starts later; only the first call does anything. */
  public static synchronized void prefer() {
    if (done || !Platform.isLinux()) {
      return;
    }
    done = true;
    if (System.getenv(SPINS) == null) {
      try {
        // 0: a value that is there stays.
        Native.load(Platform.C_LIBRARY_NAME, Environment.class).setenv(POLICY, PASSIVE, 0);
      } catch (LinkageError e) {
        LOGGER.debug("the engine's threads wait as they do by default", e);
      }
    }
  }

  /** The policy that an engine that starts now would find, or null. */
  static String inForce() {
    return Native.load(Platform.C_LIBRARY_NAME, Environment.class).getenv(POLICY);
  }

  /** The process's own environment, which Java only reads. */
  interface Environment extends Library {
    int setenv(String name, String value, int overwrite);

    String getenv(String name);
  }
}
