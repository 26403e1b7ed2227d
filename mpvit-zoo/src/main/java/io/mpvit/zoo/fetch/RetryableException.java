/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One attempt failed in a way that another attempt may mend. */
final class RetryableException extends IOException {

  private static final long serialVersionUID = 1L;

  private final FetchException.Reason reason;
  // Held as the pair "given or null" because Optional does not serialise.
  private final Duration wait;
  private final boolean counts;

  /**
   * @param reason what it becomes when no attempt is left
   * @param message what happened
   * @param wait how long the server asks to wait, or null to follow our own schedule
   * @param cause what lies behind it, or null
   */
  RetryableException(FetchException.Reason reason, String message, Duration wait, Throwable cause) {
    this(reason, message, wait, cause, false);
  }

  private RetryableException(
      FetchException.Reason reason,
      String message,
      Duration wait,
      Throwable cause,
      boolean counts) {
    super(message, cause);
    this.reason = reason;
    this.wait = wait;
    this.counts = counts;
  }

  /** The attempt brings something, but so slowly that it counts as failed. */
  static RetryableException tooSlow(String message) {
    return new RetryableException(FetchException.Reason.DROPPED, message, null, null, true);
  }

  /** Whether the attempt counts as failed even if it brought something. */
  boolean counts() {
    return counts;
  }

  FetchException.Reason reason() {
    return reason;
  }

  Optional<Duration> askedWait() {
    return Optional.ofNullable(wait);
  }
}
