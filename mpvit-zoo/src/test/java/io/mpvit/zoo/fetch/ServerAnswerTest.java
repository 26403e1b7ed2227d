/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAnswerTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "120|120",
        "Fri, 20 Nov 2026 12:00:30 GMT|30",
        "Fri, 20 Nov 2026 11:00:00 GMT|0",
      })
  void waitIsSecondsOrADate(String value, long seconds) {
    assertThat(ServerAnswer.retryAfter(headers("Retry-After", value), NOON))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999999999999"})
  void nonsenseIsNoWait(String value) {
    assertThat(ServerAnswer.retryAfter(headers("Retry-After", value), NOON)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes 100-199/200|100",
        "bytes 0-0/*|0",
        "bytes */200|-1",
        "bytes 9999999999999999999-1/2|-1",
        "pages 1-2/3|-1",
      })
  void rangeStarts(String value, long start) {
    assertThat(ServerAnswer.rangeStart(headers("Content-Range", value))).isEqualTo(start);
  }

  @Test
  void withoutHeadersNothingIsKnown() {
    HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
    assertThat(ServerAnswer.rangeStart(none)).isEqualTo(-1);
    assertThat(ServerAnswer.retryAfter(none, NOON)).isEmpty();
  }

  private static HttpHeaders headers(String name, String value) {
    return HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true);
  }
}
