/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures whose values are numbers of classes, cut off anywhere, as fuzzing found them. */
class IndexPictureTest {

  private static byte[] encoded(String format, int type) throws IOException {
    BufferedImage image = new BufferedImage(9, 7, type);
    for (int i = 0; i < 63; i++) {
      image.getRaster().setSample(i % 9, i / 9, 0, i % 5);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"bmp, 10", "bmp, 13", "gif, 13", "png, 10", "png, 13"})
  void aFileThatIsCutOffIsReadOrRefusedInWords(String format, int type) throws IOException {
    byte[] whole = encoded(format, type);
    assertThat(IndexPicture.decode(whole).size()).isEqualTo(new ImageSize(7, 9));
    int refused = 0;
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      try {
        IndexPicture.decode(part);
      } catch (IOException e) {
        refused++;
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 2);
  }

  @ParameterizedTest
  @CsvSource({"bmp, 13, truncated", "bmp, 10, truncated", "gif, 13, damaged: Invalid block"})
  void theEndOfAFileInItsMiddleIsNamed(String format, int type, String reason) throws IOException {
    byte[] whole = encoded(format, type);
    byte[] part = Arrays.copyOf(whole, whole.length - 20);
    assertThatIOException()
        .isThrownBy(() -> IndexPicture.decode(part))
        .withMessageContaining(reason);
  }
}
