/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedSizeTest {

  @TempDir private Path folder;

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
    try (InputStream in = ExpectedSizeTest.class.getResourceAsStream("/image/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void namesExifIfThatIsTheReason() throws IOException {
    Path file = copy("odd/nonext.jpg");
    RgbImage picture = ImageReader.read(file, Orientation.HONOUR_EXIF);
    assertThatThrownBy(
            () -> ExpectedSize.check(file, picture, new ImageSize(61, 83), "instances.json"))
        .isInstanceOf(ImageReadException.class)
        .hasMessageContaining(
            "it is of 61 x 83 pixels (width x height), instances.json says 83 x 61 pixels")
        .hasMessageContaining("its EXIF orientation turns it");
    assertThatThrownBy(() -> ExpectedSize.check(file, picture, new ImageSize(61, 84), "x"))
        .message()
        .doesNotContain("EXIF");
    assertThatCode(() -> ExpectedSize.check(file, picture, new ImageSize(83, 61), "x"))
        .doesNotThrowAnyException();
    assertThatCode(() -> ExpectedSize.check(file, picture, null, "x")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "odd/nonext.jpg",
        "odd/exiftwice.png",
        "formats/exif5.jpg",
        "formats/g.gif",
        "formats/p.bmp"
      })
  void sizesAreThoseOfThePixels(String name) throws IOException {
    Path file = copy(name);
    for (Orientation orientation : Orientation.values()) {
      assertThat(ImageReader.size(file, orientation))
          .isEqualTo(ImageReader.read(file, orientation).size());
    }
  }
}
