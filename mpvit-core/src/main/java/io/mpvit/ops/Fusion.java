/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether float32 inference on processors uses operations that apply what follows a convolution or
 * a linear layer (an activation, a sum) before results are written. PyTorch's oneDNN has them;
 * where a build of the engine lacks them, and on other devices, the plain operations do the same
 * work.
 *
 * <p>They are on unless the system property {@code io.mpvit.fused} is {@code false}. Results agree
 * to float rounding.
 */
public final class Fusion {

  /** The system property that turns fused operations off: {@value}. */
  public static final String PROPERTY = "io.mpvit.fused";

  private static final Logger LOGGER = LoggerFactory.getLogger(Fusion.class);

  private static volatile boolean enabled =
      Boolean.parseBoolean(System.getProperty(PROPERTY, "true"));

  private Fusion() {}

  /** Whether fused operations are in use. */
  public static boolean enabled() {
    return enabled;
  }

  /**
   * Turns fused operations on or off for all forwards of the process that begin later.
   *
   * @param value whether to use them where the engine has them
   */
  public static void enable(boolean value) {
    enabled = value;
  }

  /** Notes that the engine's build has no fused operations. */
  static void unavailable(Exception reason) {
    enabled = false;
    LOGGER.debug("the engine has no fused operations, plain ones are used", reason);
  }
}
