/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

  @Test
  void firstDigitsAreEnough() {
    Digest digest = Digest.of("md5:f10217");
    assertThat(digest)
        .isEqualTo(new Digest(Digest.Algorithm.MD5, "f10217"))
        .hasToString("md5:f10217");
    assertThat(digest.matches("f10217" + "0".repeat(26))).isTrue();
    assertThat(digest.matches("0f10217" + "0".repeat(25))).isFalse();
  }

  @Test
  void allDigitsMayBeKnown() {
    String all = "0123456789abcdef".repeat(4);
    assertThat(Digest.of("sha256:" + all).matches(all)).isTrue();
    assertThat(Digest.of("sha256:" + all).matches("1" + all.substring(1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "f10217",
        ":f10217",
        "md5:",
        "md5:f1021",
        "md5:F10217",
        "md5:f1021g",
        "md5:0123456789abcdef0123456789abcdef0",
        "sha1:f10217",
        "SHA256:0676ba61"
      })
  void otherTextsAreRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Digest.of(text))
        .withMessageContaining("digest");
  }
}
