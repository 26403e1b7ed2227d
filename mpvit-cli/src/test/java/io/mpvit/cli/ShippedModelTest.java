/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.shapes.ShapeKind;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first commands: no model named, no weights, no download. */
class ShippedModelTest {

  private static final Path PICTURE = Path.of("..", "examples", "pictures", "shapes.jpg");

  @TempDir private Path folder;

  private static JsonObject find(JsonArray found, String category, int left, int right) {
    List<JsonObject> fitting = new ArrayList<>();
    for (JsonElement element : found) {
      JsonObject object = element.getAsJsonObject();
      JsonArray box = object.getAsJsonArray("bbox");
      double centre = box.get(0).getAsDouble() + box.get(2).getAsDouble() / 2;
      if (object.get("category").getAsString().equals(category)
          && centre > left
          && centre < right) {
        fitting.add(object);
      }
    }
    assertThat(fitting).as(category).hasSize(1);
    return fitting.get(0);
  }

  @Test
  void findsEveryShapeOfTheSample() throws Exception {
    Path json = folder.resolve("found.json");
    Result result = Cli.run("detect", PICTURE, "-o", folder, "--json", json, "--device", "cpu");
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("model: mask_rcnn_mpvit_pico_shapes. ")
        .contains("drawn shapes", "-m mask_rcnn_r50_fpn_3x");
    assertThat(result.status()).isZero();
    assertThat(ImageReader.read(folder.resolve("shapes.png"), Orientation.AS_STORED).size())
        .isEqualTo(new ImageSize(384, 384));

    JsonArray found = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
    assertThat(found).hasSize(8);
    find(found, "triangle", 40, 100);
    find(found, "circle", 150, 210);
    find(found, "heart", 90, 150);
    find(found, "square", 0, 60);
    find(found, "triangle", 150, 220);
    JsonObject ring = find(found, "ring", 320, 384);
    assertThat(ring.get("category_id").getAsInt()).isEqualTo(5);
    // The hole stays open: what lies there belongs to the background.
    Rle mask =
        Rle.parse(
            new ImageSize(384, 384),
            ring.getAsJsonObject("segmentation").get("counts").getAsString());
    boolean[] pixels = mask.toBitmap();
    assertThat(pixels[280 * 384 + 328]).isTrue();
    assertThat(pixels[280 * 384 + 365]).isFalse();
  }

  @Test
  void labelsEveryShapeOfTheSample() throws Exception {
    Result result = Cli.run("segment", PICTURE, "--labels", folder, "--device", "cpu");
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("model: upernet_mpvit_pico_shapes. ")
        .contains("drawn shapes", "for photographs");
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("  background", "  heart", "  ring");
    LabelMap labels = LabelMapReader.read(folder.resolve("shapes.png"));
    assertThat(labels.label(250, 150)).as("background").isZero();
    assertLabel(labels, 70, 53, ShapeKind.TRIANGLE);
    assertLabel(labels, 180, 80, ShapeKind.CIRCLE);
    assertLabel(labels, 130, 180, ShapeKind.HEART);
    assertLabel(labels, 25, 190, ShapeKind.SQUARE);
    assertLabel(labels, 165, 372, ShapeKind.TRIANGLE);
    assertLabel(labels, 328, 280, ShapeKind.RING);
    assertThat(labels.label(368, 280)).as("the ring's hole").isZero();
  }

  private static void assertLabel(LabelMap labels, int x, int y, ShapeKind kind) {
    assertThat(labels.label(x, y)).as("%s at %d, %d", kind, x, y).isEqualTo(kind.id());
  }
}
