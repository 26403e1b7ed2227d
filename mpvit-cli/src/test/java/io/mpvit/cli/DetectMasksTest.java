/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.Category;
import io.mpvit.detection.Instance;
import io.mpvit.detection.InstanceSegmenter;
import io.mpvit.detection.InstanceVisualizer;
import io.mpvit.detection.Instances;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code detect} with a model that makes masks. */
class DetectMasksTest {

  @TempDir private Path folder;

  @Test
  void writesWhatTheLibraryFinds() throws Exception {
    Path weights = TestFiles.segmenter();
    Path picture = TestFiles.picture(folder.resolve("wide.png"), 20, 160);
    Path json = folder.resolve("out.json");
    Path out = folder.resolve("out");
    // The model is read off the file.
    Result result =
        Cli.run(
            "detect",
            picture,
            "-w",
            weights,
            "--score",
            "0",
            "--json",
            json,
            "-o",
            out,
            "--device",
            "cpu");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();

    Instances expected = library(weights, picture);
    assertThat(expected.items()).isNotEmpty();
    JsonArray found = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
    assertThat(found).hasSameSizeAs(expected.items());
    for (int i = 0; i < found.size(); i++) {
      assertSame(found.get(i).getAsJsonObject(), expected.items().get(i), picture);
    }
    RgbImage image = ImageReader.read(picture, Orientation.HONOUR_EXIF);
    assertThat(ImageReader.read(out.resolve("wide.png"), Orientation.AS_STORED))
        .isEqualTo(new InstanceVisualizer(CocoCategories.categories()).draw(image, expected));
    List<String> lines = result.out().lines().toList();
    assertThat(lines).hasSize(2 + expected.items().size());
    assertThat(lines.get(1)).endsWith("height  pixels");
    assertThat(lines.get(2)).endsWith(" " + expected.items().get(0).mask().area());
  }

  private static void assertSame(JsonObject json, Instance expected, Path picture) {
    Category category = CocoCategories.categories().get(expected.classIndex());
    assertThat(json.keySet())
        .containsExactly(
            "file_name", "image_id", "category_id", "category", "bbox", "score", "segmentation");
    assertThat(json.get("file_name").getAsString()).isEqualTo(picture.toString());
    assertThat(json.get("category_id").getAsInt()).isEqualTo(category.id());
    JsonObject segmentation = json.getAsJsonObject("segmentation");
    assertThat(segmentation.keySet()).containsExactly("size", "counts");
    assertThat(segmentation.get("size").toString()).isEqualTo("[20,160]");
    Rle mask = Rle.parse(new ImageSize(20, 160), segmentation.get("counts").getAsString());
    assertThat(mask).isEqualTo(expected.mask());
    assertInside(mask.bounds(), json.getAsJsonArray("bbox"));
  }

  /** A pasted mask reaches at most a pixel beyond its box. */
  private static void assertInside(MaskBounds mask, JsonArray box) {
    if (mask.isEmpty()) {
      return;
    }
    double x = box.get(0).getAsDouble();
    double y = box.get(1).getAsDouble();
    assertThat((double) mask.x()).isGreaterThanOrEqualTo(x - 1);
    assertThat((double) mask.y()).isGreaterThanOrEqualTo(y - 1);
    assertThat((double) mask.x() + mask.width())
        .isLessThanOrEqualTo(x + box.get(2).getAsDouble() + 1);
    assertThat((double) mask.y() + mask.height())
        .isLessThanOrEqualTo(y + box.get(3).getAsDouble() + 1);
  }

  @Test
  void nothingFoundIsAnEmptyListAndThePictureItself() throws Exception {
    Path picture = TestFiles.picture(folder.resolve("a.png"), 16, 200);
    Path out = folder.resolve("out");
    Path json = folder.resolve("out.json");
    Result result =
        Cli.run(
            "detect",
            picture,
            "-w",
            TestFiles.segmenter(),
            "--score",
            "1",
            "--json",
            json,
            "-o",
            out);
    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .containsExactly(picture + ": 0 objects, drawn in " + out.resolve("a.png"));
    assertThat(Files.readString(json)).isEqualTo("[]\n");
    assertThat(ImageReader.read(out.resolve("a.png"), Orientation.AS_STORED))
        .isEqualTo(ImageReader.read(picture, Orientation.AS_STORED));
  }

  private static Instances library(Path weights, Path picture) throws Exception {
    try (LoadedNetwork<InstanceSegmenter> model =
        NetworkLoader.load(
            ModelCards.published().get("mask_rcnn_mpvit_tiny_1x"),
            weights,
            Device.cpu(),
            InstanceSegmenter.class)) {
      return model
          .pipeline()
          .segment(List.of(ImageReader.read(picture, Orientation.HONOUR_EXIF)), model.manager())
          .get(0);
    }
  }
}
