/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals of the text protocols, as Python writes and reads them. */
class PickleTextTest {
  @Test
  void integersAreDecimalAndBounded() {
    assertThat(PickleText.integer("-17")).isEqualTo(-17L);
    assertThat(PickleText.integer("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(PickleText.integer("9223372036854775808")).isEqualTo(BigInteger.ONE.shiftLeft(63));
    for (String bad : new String[] {"", "-", "1.0", "0x1", "1_0", " 1", "1".repeat(401)}) {
      assertThat(PickleText.integer(bad)).as(bad).isNull();
    }
  }

  @Test
  void floatsAreThoseOfPythonNotOfJava() {
    assertThat(PickleText.real("1.5e-05")).isEqualTo(1.5e-5);
    assertThat(PickleText.real("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(PickleText.real("nan")).isNaN();
    assertThat(PickleText.real("3")).isEqualTo(3);
    for (String bad : new String[] {"", "1f", "1d", "0x1p3", "NaN", "Infinity", "1e", "."}) {
      assertThat(PickleText.real(bad)).as(bad).isNull();
    }
  }

  @Test
  void quotedStringsDecodeTheirEscapes() {
    assertThat(quoted("'a\\n\\x41\\101\\\\\\'\\\"\\7'")).isEqualTo("a\nAA\\'\"\7");
    assertThat(quoted("\"it's\"")).isEqualTo("it's");
    assertThat(quoted("'\\q'")).isEqualTo("\\q");
    assertThat(quoted("''")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'", "abc", "'abc", "'abc\"", "'\\'", "'\\x4'", "'\\xg0'"})
  void malformedQuotesAreRefused(String literal) {
    assertThat(PickleText.quoted(literal.getBytes(StandardCharsets.ISO_8859_1))).isNull();
  }

  @Test
  void rawUnicodeDecodesOnlyItsTwoEscapes() {
    assertThat(raw("caf\u00e9 \\u6771 \\U0001f600 \\n")).isEqualTo("caf\u00e9 東 \uD83D\uDE00 \\n");
    assertThat(raw("\\u12")).isNull();
    assertThat(raw("\\Uffffffff")).isNull();
    assertThat(raw("\\U00110000")).isNull();
  }

  @Test
  void utf8IsStrictExceptForLoneSurrogates() {
    String odd = "a\uD800 \uFFFD 東 \uDFFF\uD83D\uDE00";
    assertThat(PickleText.utf8(PickleText.toUtf8(odd))).isEqualTo(odd);
    assertThat(PickleText.toUtf8("東\uD83D\uDE00"))
        .isEqualTo("東\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
    assertThat(PickleText.utf8(new byte[] {'a', (byte) 0xff})).isNull();
    assertThat(PickleText.utf8(new byte[] {(byte) 0xc0, (byte) 0x80})).isNull();
    assertThat(PickleText.utf8(new byte[] {(byte) 0xed, (byte) 0xa0})).isNull();
  }

  private static String quoted(String literal) {
    byte[] bytes = PickleText.quoted(literal.getBytes(StandardCharsets.ISO_8859_1));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String raw(String line) {
    return PickleText.rawUnicode(line.getBytes(StandardCharsets.ISO_8859_1));
  }
}
