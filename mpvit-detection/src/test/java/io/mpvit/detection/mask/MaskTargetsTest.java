/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import io.mpvit.testing.Npz;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskTargetsTest {
  private static final int SIDE = 28;
  private static final ImageSize IMAGE = new ImageSize(200, 320);

  private final Npz golden = Npz.resource("/reference/detectron2/ops.golden.npz");
  private final List<List<double[]>> objects = polygons();
  private final int[] truth = golden.ints("poly.crop_gt");
  private final float[] boxes = golden.floats("poly.crop_boxes");

  private static List<List<double[]>> polygons() {
    String resource = "/reference/detectron2/ops.golden.json";
    try (InputStream in = MaskTargetsTest.class.getResourceAsStream(resource)) {
      JsonArray all =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonObject()
              .getAsJsonArray("polygons");
      return all.asList().stream()
          .map(JsonElement::getAsJsonArray)
          .map(parts -> parts.asList().stream().map(MaskCases::doubles).toList())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void fillsTheObjectsLikeDetectron2() {
    for (int i = 0; i < objects.size(); i++) {
      assertThat(PolygonRasterizer.rasterize(objects.get(i), IMAGE).counts())
          .isEqualTo(golden.ints("poly.bitmask_200x320.rle" + i));
    }
  }

  @Test
  void cropsPolygonsLikeDetectron2() {
    for (int i = 0; i < truth.length; i++) {
      boolean[] target = MaskTargets.ofPolygons(objects.get(truth[i]), Box.at(boxes, i), SIDE);
      assertThat(target).isEqualTo(unpack(golden.bytes("poly.crop28"), i));
    }
  }

  @Test
  void cropsBitmapsLikeDetectron2() {
    for (int i = 0; i < truth.length; i++) {
      boolean[] mask = PolygonRasterizer.rasterize(objects.get(truth[i]), IMAGE).toBitmap();
      boolean[] target = MaskTargets.ofBitmap(mask, IMAGE, Box.at(boxes, i), SIDE);
      assertThat(target).isEqualTo(unpack(golden.bytes("bitmask.crop28"), i));
    }
  }

  private static boolean[] unpack(byte[] packed, int row) {
    boolean[] bits = new boolean[SIDE * SIDE];
    int start = row * SIDE * SIDE / 8;
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (packed[start + i / 8] >> (7 - i % 8) & 1) == 1;
    }
    return bits;
  }

  @Test
  void aBoxWithoutExtentIsDefined() {
    Box point = new Box(100, 100, 100, 100);
    assertThat(MaskTargets.ofPolygons(objects.get(0), point, SIDE)).containsOnly(true);
    boolean[] all = new boolean[200 * 320];
    Arrays.fill(all, true);
    assertThat(MaskTargets.ofBitmap(all, IMAGE, point, SIDE)).containsOnly(false);
    assertThat(MaskTargets.ofBitmap(all, IMAGE, new Box(-900, -900, -800, -800), SIDE))
        .containsOnly(false);
    assertThat(MaskTargets.ofBitmap(all, IMAGE, new Box(0, 0, 320, 200), SIDE)).containsOnly(true);
  }

  @Test
  void refusesBadArguments() {
    float nan = Float.NaN;
    assertThatThrownBy(
            () -> MaskTargets.ofPolygons(objects.get(0), new Box(nan, nan, nan, nan), SIDE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MaskTargets.ofBitmap(new boolean[3], IMAGE, Box.at(boxes, 0), SIDE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200x320");
  }
}
