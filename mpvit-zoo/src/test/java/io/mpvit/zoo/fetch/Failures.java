/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mpvit.zoo.fetch.FetchException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts why something could not be had. */
final class Failures {

  private Failures() {}

  static void assertFails(ThrowingCallable call, Reason reason, String... says) {
    FetchException failure = catchThrowableOfType(FetchException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
    for (String part : says) {
      assertThat(failure).hasMessageContaining(part);
    }
    long lines = failure.getMessage().lines().count();
    assertThat(lines == 1 || lines > 3)
        .as("one line, or a head, two places or more, advice: %s", failure.getMessage())
        .isTrue();
  }
}
