/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.time.Duration;

/**
 * How patient a download is.
 *
 * @param connectTimeout longest wait for a connection
 * @param stallTimeout longest wait for the answer's head, and for each next piece of its body
 * @param attempts how many attempts in a row may fail without a new byte before the download gives
 *     up, at least 1
 * @param firstWait wait before the second attempt; doubles from attempt to attempt
 * @param longestWait no wait is longer; a server that asks for more is given up
 * @param slowest bytes per second that must come on average over each minute, at least 0; a slower
 *     attempt counts as failed, whatever it brought
 */
public record DownloadSettings(
    Duration connectTimeout,
    Duration stallTimeout,
    int attempts,
    Duration firstWait,
    Duration longestWait,
    long slowest) {

  /** One kilobyte per second. */
  private static final long SLOWEST = 1000;

  /**
   * 10 s to connect, 30 s without a byte, 4 attempts, 1 s first wait, 60 s longest, 1 kB per
   * second.
   */
  public static final DownloadSettings DEFAULT =
      new DownloadSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          4,
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a timeout is not positive, a wait or a rate is negative, or
   *     there are fewer than 1 attempts
   */
  public DownloadSettings {
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("stallTimeout", stallTimeout);
    if (slowest < 0) {
      throw new IllegalArgumentException("slowest is " + slowest + ", expected none below 0");
    }
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is " + attempts + ", expected at least 1");
    }
    if (firstWait.isNegative() || longestWait.isNegative()) {
      throw new IllegalArgumentException(
          "waits are " + firstWait + " and " + longestWait + ", expected none below 0");
    }
  }

  /**
   * Takes the default for the slowest rate, 1 kB per second.
   *
   * @param connectTimeout longest wait for a connection
   * @param stallTimeout longest wait for the answer's head, and for each next piece of its body
   * @param attempts how many attempts in a row may fail, at least 1
   * @param firstWait wait before the second attempt
   * @param longestWait no wait is longer
   * @throws IllegalArgumentException if a timeout is not positive, a wait is negative, or there are
   *     fewer than 1 attempts
   */
  public DownloadSettings(
      Duration connectTimeout,
      Duration stallTimeout,
      int attempts,
      Duration firstWait,
      Duration longestWait) {
    this(connectTimeout, stallTimeout, attempts, firstWait, longestWait, SLOWEST);
  }

  /** Returns the wait after so many failures in a row; 0 and 1 wait equally long. */
  Duration waitAfter(int failures) {
    Duration wait = firstWait;
    for (int i = 1; i < failures && wait.compareTo(longestWait) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " is " + value + ", expected more than 0");
    }
  }
}
