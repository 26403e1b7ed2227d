/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Watches that a download keeps up a rate, on average over each minute in which bytes are waited
 * for. It outlives attempts: a server that breaks off before every minute's end gains nothing.
 */
final class RateWatch {

  private static final int WINDOW_SECONDS = 60;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);

  private final long slowest;
  private final LongSupplier nanos;
  private long last;
  private long elapsed;
  private long received;

  /**
   * Makes a watch.
   *
   * @param slowest bytes per second
   * @param nanos the time, in nanoseconds since any moment
   */
  RateWatch(long slowest, LongSupplier nanos) {
    this.slowest = slowest;
    this.nanos = nanos;
  }

  /** From now on bytes are waited for. */
  void goOn() {
    last = nanos.getAsLong();
  }

  /**
   * Bytes came.
   *
   * @throws RetryableException if too few came in the last minute
   */
  void came(long bytes) throws RetryableException {
    long now = nanos.getAsLong();
    elapsed += now - last;
    last = now;
    received += bytes;
    if (elapsed < WINDOW_NANOS) {
      return;
    }
    double rate = received * (double) TimeUnit.SECONDS.toNanos(1) / elapsed;
    elapsed = 0;
    received = 0;
    if (rate < slowest) {
      throw RetryableException.tooSlow(
          "the server sent "
              + Math.round(rate)
              + " bytes per second over a minute, fewer than "
              + slowest);
    }
  }
}
