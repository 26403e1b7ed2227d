/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DownloadSettingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void waitsDoubleUpToTheLongest() {
    DownloadSettings settings =
        new DownloadSettings(SECOND, SECOND, 9, SECOND, Duration.ofSeconds(5));
    assertThat(settings.waitAfter(0)).hasSeconds(1);
    assertThat(settings.waitAfter(1)).hasSeconds(1);
    assertThat(settings.waitAfter(2)).hasSeconds(2);
    assertThat(settings.waitAfter(3)).hasSeconds(4);
    assertThat(settings.waitAfter(4)).hasSeconds(5);
    assertThat(settings.waitAfter(1_000_000_000)).hasSeconds(5);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(Duration.ZERO, SECOND, 1, SECOND, SECOND))
        .withMessageContaining("connectTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(SECOND, SECOND.negated(), 1, SECOND, SECOND))
        .withMessageContaining("stallTimeout");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(SECOND, SECOND, 0, SECOND, SECOND))
        .withMessageContaining("attempts is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(SECOND, SECOND, 1, SECOND.negated(), SECOND))
        .withMessageContaining("waits");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DownloadSettings(SECOND, SECOND, 1, SECOND, SECOND, -1))
        .withMessageContaining("slowest");
  }
}
