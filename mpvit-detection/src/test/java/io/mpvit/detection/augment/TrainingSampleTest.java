/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.detection.augment.GeometryStep.Crop;
import io.mpvit.detection.augment.GeometryStep.Flip;
import io.mpvit.detection.augment.GeometryStep.Resize;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.reference.ReferenceInputs;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSampleTest {

  private static final Gson GSON = new Gson();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schedule_1x_flip",
        "schedule_1x_noflip",
        "ms3x_nocrop_flip_480",
        "ms3x_crop_noflip_500_736",
        "ms3x_crop_flip_400_640",
        "retinanet_ms3x_crop_flip_400_640"
      })
  void sixDecidedCases(String name) throws IOException, NoSuchAlgorithmException {
    JsonObject golden = golden();
    JsonObject expected = golden.getAsJsonObject("cases").getAsJsonObject(name);
    boolean masks = expected.has("polygons");
    ImageSize original = new ImageSize(300, 400);
    TrainingSample sample =
        TrainingSample.of(
            ReferenceInputs.image("image", 300, 400),
            annotations(golden),
            steps(expected, original),
            masks);

    int[] size = GSON.fromJson(expected.get("size"), int[].class);
    assertThat(sample.image().size()).isEqualTo(new ImageSize(size[0], size[1]));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(sample.image().toBytes());
    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo(expected.get("sha256_hwc").getAsString());
    float[][] boxes = GSON.fromJson(expected.get("boxes"), float[][].class);
    assertThat(sample.truth().size()).isEqualTo(boxes.length);
    for (int i = 0; i < boxes.length; i++) {
      assertThat(Arrays.copyOfRange(sample.truth().boxes(), 4 * i, 4 * i + 4)).isEqualTo(boxes[i]);
    }
    assertThat(sample.truth().classes())
        .isEqualTo(GSON.fromJson(expected.get("classes"), int[].class));
    assertThat(sample.truth().polygons()).hasSize(masks ? boxes.length : 0);
    if (masks) {
      assertPolygons(sample, expected);
    }
  }

  /** Vertices may begin elsewhere, so areas and pixels are compared. */
  private static void assertPolygons(TrainingSample sample, JsonObject expected) {
    double[] areas = GSON.fromJson(expected.get("mask_area"), double[].class);
    for (int i = 0; i < areas.length; i++) {
      List<double[]> parts = sample.truth().polygons().get(i);
      assertThat(parts).hasSize(expected.getAsJsonArray("polygons").get(i).getAsJsonArray().size());
      assertThat(parts.stream().mapToDouble(TrainingSampleTest::area).sum())
          .isCloseTo(areas[i], within(1e-6 * areas[i]));
      int[] counts = GSON.fromJson(expected.getAsJsonArray("bitmask_rle").get(i), int[].class);
      assertThat(PolygonRasterizer.rasterize(parts, sample.image().size()).counts())
          .isEqualTo(counts);
    }
  }

  private static double area(double[] ring) {
    double sum = 0;
    for (int i = 0; i < ring.length; i += 2) {
      int next = (i + 2) % ring.length;
      sum += ring[i] * ring[next + 1] - ring[next] * ring[i + 1];
    }
    return Math.abs(sum) / 2;
  }

  private static JsonObject golden() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            TrainingSampleTest.class.getResourceAsStream(
                "/reference/detectron2/augment.golden.json"),
            StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    }
  }

  private static List<Annotation> annotations(JsonObject golden) {
    List<Annotation> annotations = new ArrayList<>();
    for (JsonElement element : golden.getAsJsonArray("annotations_xywh")) {
      JsonObject item = element.getAsJsonObject();
      if (item.get("iscrowd").getAsInt() == 0) {
        double[] box = GSON.fromJson(item.get("bbox"), double[].class);
        annotations.add(
            new Annotation(
                box[0],
                box[1],
                box[0] + box[2],
                box[1] + box[3],
                item.get("category_id").getAsInt(),
                Arrays.asList(GSON.fromJson(item.get("segmentation"), double[][].class))));
      }
    }
    return annotations;
  }

  private static List<GeometryStep> steps(JsonObject expected, ImageSize original) {
    List<GeometryStep> steps = new ArrayList<>();
    ImageSize size = original;
    for (JsonElement element : expected.getAsJsonArray("transforms")) {
      JsonObject item = element.getAsJsonObject();
      switch (item.get("op").getAsString()) {
        case "hflip" -> steps.add(new Flip(item.get("width").getAsInt()));
        case "crop" -> {
          size = new ImageSize(item.get("h").getAsInt(), item.get("w").getAsInt());
          steps.add(new Crop(item.get("x0").getAsInt(), item.get("y0").getAsInt(), size));
        }
        default -> {
          JsonElement max = item.get("max");
          ImageSize to =
              new ShortestEdgeResize(
                      item.get("short").getAsInt(),
                      max.isJsonNull() ? Integer.MAX_VALUE : max.getAsInt())
                  .target(size);
          int[] out = GSON.fromJson(item.get("out"), int[].class);
          assertThat(to).isEqualTo(new ImageSize(out[0], out[1]));
          steps.add(new Resize(size, to));
          size = to;
        }
      }
    }
    return steps;
  }

  @Test
  void aConcavePolygonFallsIntoParts() {
    // A U whose bottom lies below the window: its two arms remain.
    double[] shape = {1, 1, 3, 1, 3, 12, 7, 12, 7, 1, 9, 1, 9, 14, 1, 14};
    List<double[]> parts = new Crop(0, 0, new ImageSize(10, 10)).apply(List.of(shape));
    assertThat(parts).hasSize(2);
    assertThat(parts.stream().mapToDouble(TrainingSampleTest::area).toArray())
        .containsExactly(18, 18);
    assertThat(new Crop(20, 0, new ImageSize(10, 10)).apply(List.of(shape))).isEmpty();
    assertThat(new Crop(0, 0, new ImageSize(20, 20)).apply(List.of(shape)).get(0)).isEqualTo(shape);
  }

  @Test
  void objectsThatAreCutAwayAreDropped() {
    Annotation gone = new Annotation(0, 0, 4, 4, 1, List.of(new double[] {0, 0, 4, 0, 4, 4}));
    // The box reaches into the window, its polygon does not.
    Annotation boxOnly = new Annotation(0, 0, 8, 8, 2, List.of(new double[] {0, 0, 4, 0, 4, 4}));
    List<GeometryStep> crop = List.of(new Crop(5, 5, new ImageSize(5, 5)));
    RgbImage image = ReferenceInputs.image("image", 10, 10);
    List<Annotation> both = List.of(gone, boxOnly);
    assertThat(TrainingSample.of(image, both, crop, false).truth().classes()).containsExactly(2);
    assertThat(TrainingSample.of(image, both, crop, true).truth().size()).isZero();
  }

  @Test
  void drawsFollowTheRecipe() {
    ImageSize size = new ImageSize(480, 640);
    int flips = 0;
    int crops = 0;
    for (int seed = 0; seed < 2000; seed++) {
      List<GeometryStep> steps =
          DetectionAugmentation.publishedMultiScale().draw(size, new SplittableRandom(seed));
      assertThat(DetectionAugmentation.publishedMultiScale().draw(size, new SplittableRandom(seed)))
          .isEqualTo(steps);
      flips += steps.stream().anyMatch(Flip.class::isInstance) ? 1 : 0;
      for (GeometryStep step : steps) {
        if (step instanceof Crop crop) {
          crops++;
          assertThat(crop.size().height()).isBetween(384, 600);
          assertThat(crop.size().width()).isBetween(384, 600);
        }
      }
      Resize last = (Resize) steps.get(steps.size() - 1);
      assertThat(last.to().longSide()).isLessThanOrEqualTo(1333);
      assertThat(last.to().shortSide() % 32).isZero();
      assertThat(last.to().shortSide()).isBetween(480, 800);
    }
    assertThat(flips).isBetween(900, 1100);
    assertThat(crops).isBetween(900, 1100);
    assertThat(DetectionAugmentation.published1x().draw(size, new SplittableRandom(1)).get(0))
        .isEqualTo(new Resize(size, new ImageSize(800, 1067)));
    assertThat(
            DetectionAugmentation.publishedMultiScale()
                .draw(new ImageSize(1, 1), new SplittableRandom(3)))
        .isNotEmpty();
  }
}
