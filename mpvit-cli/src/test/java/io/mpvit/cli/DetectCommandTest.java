/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.ObjectDetector;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are long and thin: the network then gets few pixels. */
class DetectCommandTest {

  private static final String MODEL = "retinanet_mpvit_tiny_1x";

  @TempDir private Path folder;

  @Test
  void writesWhatTheLibraryFinds() throws Exception {
    Path weights = TestFiles.detector(80);
    Path picture = TestFiles.picture(folder.resolve("wide.png"), 20, 160);
    Path json = folder.resolve("out.json");
    Result result =
        Cli.run(
            "detect",
            picture,
            "-m",
            MODEL,
            "-w",
            weights,
            "--score",
            "0",
            "--json",
            json,
            "-o",
            folder.resolve("new/out"),
            "--threads",
            "1");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();

    List<Detection> expected = library(weights, picture).items();
    assertThat(expected).isNotEmpty();
    JsonArray found = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      JsonObject item = found.get(i).getAsJsonObject();
      Detection detection = expected.get(i);
      var category = CocoCategories.categories().get(detection.classIndex());
      assertThat(item.keySet())
          .containsExactly("file_name", "image_id", "category_id", "category", "bbox", "score");
      assertThat(item.get("file_name").getAsString()).isEqualTo(picture.toString());
      assertThat(item.get("image_id").getAsInt()).isZero();
      assertThat(item.get("category_id").getAsInt()).isEqualTo(category.id());
      assertThat(item.get("category").getAsString()).isEqualTo(category.name());
      assertThat(item.get("score").getAsFloat()).isCloseTo(detection.score(), within(1e-5f));
      JsonArray box = item.getAsJsonArray("bbox");
      assertThat(box.get(0).getAsFloat()).isCloseTo(detection.box().x1(), within(1e-2f));
      assertThat(box.get(1).getAsFloat()).isCloseTo(detection.box().y1(), within(1e-2f));
      assertThat(box.get(2).getAsFloat()).isCloseTo(detection.box().width(), within(1e-2f));
      assertThat(box.get(3).getAsFloat()).isCloseTo(detection.box().height(), within(1e-2f));
    }
    Path drawing = folder.resolve("new/out/wide.png");
    assertThat(result.out().lines())
        .hasSize(2 + expected.size())
        .startsWith(picture + ": " + expected.size() + " objects, drawn in " + drawing);
    assertThat(ImageReader.read(drawing, Orientation.AS_STORED).size())
        .isEqualTo(new ImageSize(20, 160));
  }

  @Test
  void severalPicturesInBatchesAndOneOfThemBad() throws Exception {
    Path weights = TestFiles.detector(80);
    Path a = TestFiles.picture(folder.resolve("a.jpg"), 20, 160);
    Path text = Files.writeString(folder.resolve("b.jpg"), "no picture");
    Files.createDirectory(folder.resolve("sub"));
    Path other = TestFiles.picture(folder.resolve("sub/a.png"), 30, 200);
    Path json = folder.resolve("out.json");

    // The drawings go where an input has the name that the first one would get.
    Result result =
        Cli.run(
            "detect",
            a,
            text,
            other,
            "-m",
            MODEL,
            "-w",
            weights,
            "--batch",
            "2",
            "--json",
            json,
            "-o",
            folder.resolve("sub"),
            "--threads",
            "1");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("b.jpg", "it is text").hasLineCount(1);
    List<Integer> ids = new ArrayList<>();
    double last = 2;
    for (JsonElement element : JsonParser.parseString(Files.readString(json)).getAsJsonArray()) {
      JsonObject item = element.getAsJsonObject();
      int id = item.get("image_id").getAsInt();
      double score = item.get("score").getAsDouble();
      assertThat(score).isGreaterThanOrEqualTo(0.5);
      if (ids.isEmpty() || ids.get(ids.size() - 1) != id) {
        ids.add(id);
      } else {
        assertThat(score).isLessThanOrEqualTo(last);
      }
      last = score;
      assertThat(item.get("file_name").getAsString()).isEqualTo((id == 0 ? a : other).toString());
    }
    assertThat(ids).containsExactly(0, 2);
    assertThat(list(folder.resolve("sub"))).containsExactly("a.png", "a_2.png", "a_3.png");
    assertThat(ImageReader.read(folder.resolve("sub/a_2.png"), Orientation.AS_STORED).size())
        .isEqualTo(new ImageSize(20, 160));
  }

  @Test
  void jsonOnStandardOutputIsAlone() throws Exception {
    Path picture = TestFiles.picture(folder.resolve("a.png"), 160, 16);
    // The model is read off the file; its three classes have no names.
    Result result =
        Cli.run(
            "detect",
            picture,
            "-w",
            TestFiles.detector(3),
            "--json",
            "-",
            "--score",
            "0",
            "--threads",
            "1");
    assertThat(result.status()).isZero();
    JsonArray found = JsonParser.parseString(result.out()).getAsJsonArray();
    assertThat(found).isNotEmpty();
    for (JsonElement item : found) {
      int id = item.getAsJsonObject().get("category_id").getAsInt();
      assertThat(id).isBetween(0, 2);
      assertThat(item.getAsJsonObject().get("category").getAsString()).isEqualTo("class_" + id);
    }
  }

  @Test
  void extremePicturesAreNoFailure() throws Exception {
    Path dot = TestFiles.picture(folder.resolve("dot.png"), 1, 1);
    Path strip = TestFiles.picture(folder.resolve("strip.png"), 10, 20_000);
    Result result =
        Cli.run("detect", dot, strip, "-w", TestFiles.detector(3), "-o", folder.resolve("out"));
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(list(folder.resolve("out"))).containsExactly("dot.png", "strip.png");
  }

  private static Detections library(Path weights, Path picture) throws Exception {
    try (LoadedNetwork<ObjectDetector> model =
        NetworkLoader.load(
            ModelCards.published().get(MODEL), weights, Device.cpu(), ObjectDetector.class)) {
      return model
          .pipeline()
          .detect(List.of(ImageReader.read(picture, Orientation.HONOUR_EXIF)), model.manager())
          .get(0);
    }
  }

  private static List<String> list(Path directory) throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
