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

  /**
   * @param reason what it becomes when no attempt is left
   * @param message what happened
   * @param wait how long the server asks to wait, or null to follow our own schedule
   * @param cause what lies behind it, or null
   */
  RetryableException(FetchException.Reason reason, String message, Duration wait, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.wait = wait;
  }

  FetchException.Reason reason() {
    return reason;
  }

  Optional<Duration> askedWait() {
    return Optional.ofNullable(wait);
  }
}
