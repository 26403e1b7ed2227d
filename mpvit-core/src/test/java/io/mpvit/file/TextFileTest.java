/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {

  /** Characters of one to four bytes, also across the ends of buffers. */
  private static final String TEXT = "körper €\uD83D\uDE00\n".repeat(20_000);

  @TempDir private Path folder;

  private Path write(String text, Charset charset) throws IOException {
    return Files.write(folder.resolve("names.txt"), text.getBytes(charset));
  }

  @Test
  void readsUtf8AndUtf16AndDropsMarks() throws IOException {
    assertThat(TextFile.read(write(TEXT, StandardCharsets.UTF_8))).isEqualTo(TEXT);
    assertThat(TextFile.read(write("\ufeff" + TEXT, StandardCharsets.UTF_8))).isEqualTo(TEXT);
    assertThat(TextFile.read(write("\ufeff" + TEXT, StandardCharsets.UTF_16LE))).isEqualTo(TEXT);
    assertThat(TextFile.read(write("\ufeff" + TEXT, StandardCharsets.UTF_16BE))).isEqualTo(TEXT);
    assertThat(TextFile.read(write("", StandardCharsets.UTF_8))).isEmpty();
    assertThat(TextFile.read(write("\ufeff", StandardCharsets.UTF_8))).isEmpty();
    assertThat(TextFile.read(write("ab", StandardCharsets.UTF_8))).isEqualTo("ab");
  }

  @Test
  void saysWhichByteIsWrong() throws IOException {
    Path latin = write("abc\nk\u00f6rper", StandardCharsets.ISO_8859_1);
    assertThatIOException()
        .isThrownBy(() -> TextFile.read(latin))
        .withMessage(latin + ": byte 6 (0xf6) is not UTF-8: save the file as UTF-8");
    Path late = write("x".repeat(200_000) + "\u00e9", StandardCharsets.ISO_8859_1);
    assertThatIOException()
        .isThrownBy(() -> TextFile.read(late))
        .withMessageContaining("byte 200001 (0xe9)");
    Path cut = Files.write(folder.resolve("cut.txt"), new byte[] {'a', (byte) 0xe2, (byte) 0x82});
    assertThatIOException().isThrownBy(() -> TextFile.read(cut)).withMessageContaining("byte 2");
  }
}
