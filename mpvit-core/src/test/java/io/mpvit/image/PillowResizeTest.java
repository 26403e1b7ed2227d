/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.reference.ReferenceInputs;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PillowResizeTest {
  @ParameterizedTest
  @ValueSource(strings = {"480x640", "427x640", "1200x1600", "1x1000", "213x333", "97x61"})
  void bilinearEqualsPillow(String name) throws GeneralSecurityException, IOException {
    JsonObject expected = golden("pil_resize").getAsJsonObject(name);
    String[] sides = name.split("x");
    RgbImage image =
        ReferenceInputs.image("image", Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    RgbImage resized = ShortestEdgeResize.DETECTRON2.apply(image);
    assertThat(resized.height()).isEqualTo(expected.getAsJsonArray("out").get(0).getAsInt());
    assertThat(resized.width()).isEqualTo(expected.getAsJsonArray("out").get(1).getAsInt());
    assertThat(sha256(resized)).isEqualTo(expected.get("sha256_hwc_rgb").getAsString());
  }

  static JsonObject golden(String part) throws IOException {
    try (Reader in =
        new InputStreamReader(
            PillowResizeTest.class.getResourceAsStream("/reference/detectron2/ops.golden.json"),
            StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(in).getAsJsonObject().getAsJsonObject(part);
    }
  }

  private static String sha256(RgbImage image) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.toBytes()));
  }

  @Test
  void everyWindowEqualsTheWhole() {
    RgbImage image = ReferenceInputs.image("image", 37, 53);
    for (Resampling kernel : Resampling.values()) {
      for (ImageSize size :
          new ImageSize[] {
            new ImageSize(37, 53),
            new ImageSize(11, 53),
            new ImageSize(37, 90),
            new ImageSize(80, 7)
          }) {
        RgbImage whole = PillowResize.resize(image, size, kernel);
        RgbImage window = PillowResize.resizeWindow(image, size, kernel, 2, 4, new ImageSize(6, 5));
        assertThat(window).as("%s to %s", kernel, size).isEqualTo(whole.crop(2, 4, 5, 6));
      }
    }
  }

  @Test
  void constantPicturesStayConstant() {
    byte[] rgb = new byte[3 * 9 * 14];
    Arrays.fill(rgb, (byte) 255);
    RgbImage white = RgbImage.of(9, 14, rgb);
    for (Resampling kernel : Resampling.values()) {
      byte[] out = PillowResize.resize(white, new ImageSize(31, 4), kernel).toBytes();
      assertThat(out).hasSize(3 * 31 * 4).containsOnly((byte) 255);
    }
  }

  @Test
  void sameSizeIsTheSamePicture() {
    RgbImage image = ReferenceInputs.image("image", 8, 9);
    assertThat(PillowResize.resize(image, new ImageSize(8, 9), Resampling.BICUBIC)).isSameAs(image);
  }

  @Test
  void refusesWindowsOutsideAndSizesThatNoArrayHolds() {
    RgbImage image = ReferenceInputs.image("image", 8, 9);
    ImageSize size = new ImageSize(10, 10);
    assertThatThrownBy(
            () ->
                PillowResize.resizeWindow(
                    image, size, Resampling.BILINEAR, 5, 0, new ImageSize(10, 6)))
        .hasMessageContaining("x=5");
    assertThatThrownBy(
            () -> PillowResize.resize(image, new ImageSize(60000, 60000), Resampling.BILINEAR))
        .hasMessageContaining("too large");
  }
}
