/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PillowResizeTest {
  @ParameterizedTest
  @ValueSource(strings = {"480x640", "427x640", "1200x1600", "1x1000", "213x333", "97x61"})
  void bilinearEqualsPillow(String name) throws GeneralSecurityException, IOException {
    JsonObject expected = golden("pil_resize").getAsJsonObject(name);
    String[] sides = name.split("x");
    RgbImage image =
        ReferenceImage.of("image", Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
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
}
