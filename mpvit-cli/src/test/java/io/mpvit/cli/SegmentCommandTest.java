/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.Ade20kClasses;
import io.mpvit.segmentation.ClassShare;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import io.mpvit.segmentation.SegmentationVisualizer;
import io.mpvit.segmentation.SemanticSegmenter;
import io.mpvit.segmentation.inference.Flip;
import io.mpvit.segmentation.inference.InferencePlan;
import io.mpvit.segmentation.inference.Windows;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCommandTest {

  private static final String MODEL = "upernet_mpvit_pico_shapes";

  @TempDir private Path folder;

  @Test
  void writesWhatTheLibraryFinds() throws Exception {
    Path weights = TestFiles.labeller(150);
    Path first = TestFiles.picture(folder.resolve("first.png"), 61, 90);
    Path other = TestFiles.picture(folder.resolve("other.png"), 140, 75);
    Path missing = folder.resolve("missing.png");
    Path json = folder.resolve("out.json");
    Path out = folder.resolve("out");
    Path labels = folder.resolve("labels");
    // The model is read off the file.
    Result result =
        Cli.run(
            "segment",
            first,
            missing,
            other,
            "-w",
            weights,
            "--batch",
            "2",
            "-o",
            out,
            "--labels",
            labels,
            "--json",
            json,
            "--device",
            "cpu");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("missing.png").hasLineCount(1);
    JsonArray found = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
    assertThat(found).hasSize(2);
    for (Path picture : List.of(first, other)) {
      RgbImage image = ImageReader.read(picture, Orientation.HONOUR_EXIF);
      LabelMap expected = library(weights, image, InferencePlan.PUBLISHED);
      assertThat(LabelMapReader.read(labels.resolve(picture.getFileName()))).isEqualTo(expected);
      assertThat(ImageReader.read(out.resolve(picture.getFileName()), Orientation.AS_STORED))
          .isEqualTo(new SegmentationVisualizer(Ade20kClasses.classes()).draw(image, expected));
    }
    LabelMap map = LabelMapReader.read(labels.resolve("first.png"));
    ClassShare largest = map.shares().get(0);
    String name = Ade20kClasses.classes().name(largest.classIndex());
    assertThat(result.out())
        .startsWith(first + ": " + map.shares().size() + " class")
        .contains(", drawn in " + out.resolve("first.png") + ", indices in " + labels)
        .contains("  " + largest.pixels() + " ", "  " + name + System.lineSeparator());
    JsonObject one = found.get(0).getAsJsonObject();
    assertThat(one.keySet()).containsExactly("file_name", "size", "classes");
    assertThat(one.get("file_name").getAsString()).isEqualTo(first.toString());
    assertThat(one.get("size").toString()).isEqualTo("[61,90]");
    JsonObject top = one.getAsJsonArray("classes").get(0).getAsJsonObject();
    assertThat(top.get("index").getAsInt()).isEqualTo(largest.classIndex());
    assertThat(top.get("name").getAsString()).isEqualTo(name);
    assertThat(top.get("pixels").getAsLong()).isEqualTo(largest.pixels());
    assertThat(top.get("share").getAsDouble()).isCloseTo(largest.share(), within(1e-12));
  }

  @Test
  void looksAsOftenAsAsked() throws Exception {
    Path weights = TestFiles.labeller(150);
    Path first = TestFiles.picture(folder.resolve("first.png"), 61, 90);
    Path labels = folder.resolve("labels");
    Result result =
        Cli.run(
            "segment",
            first,
            "-w",
            weights,
            "--labels",
            labels,
            "--mode",
            "slide",
            "--crop",
            "32x48",
            "--stride",
            "20x48",
            "--scales",
            "0.3,0.6",
            "--flip",
            "--json",
            "-",
            "--device",
            "cpu");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(JsonParser.parseString(result.out()).getAsJsonArray()).hasSize(1);
    InferencePlan plan =
        new InferencePlan(
            new Windows.Sliding(new ImageSize(32, 48), new ImageSize(20, 48)),
            List.of(0.3, 0.6),
            List.of(Flip.NONE, Flip.HORIZONTAL));
    RgbImage image = ImageReader.read(first, Orientation.HONOUR_EXIF);
    assertThat(LabelMapReader.read(labels.resolve("first.png")))
        .isEqualTo(library(weights, image, plan));
  }

  @Test
  void stepsGoWithTheWindow() throws Exception {
    Path weights = TestFiles.labeller(150);
    Path first = TestFiles.picture(folder.resolve("first.png"), 61, 90);
    Path labels = folder.resolve("labels");
    List<Object> asked = new ArrayList<>(List.of("segment", first, "-w", weights));
    asked.addAll(List.of("--labels", labels, "--scales", "0.3"));
    asked.addAll(List.of("--mode", "slide", "--crop", "32x48", "--device", "cpu"));
    Result result = Cli.run(asked.toArray());
    assertThat(result.err()).isEmpty();
    InferencePlan plan =
        new InferencePlan(
            new Windows.Sliding(new ImageSize(32, 48)), List.of(0.3), List.of(Flip.NONE));
    RgbImage image = ImageReader.read(first, Orientation.HONOUR_EXIF);
    assertThat(LabelMapReader.read(labels.resolve("first.png")))
        .isEqualTo(library(weights, image, plan));
  }

  @Test
  void classesOfOnesOwnHaveNumbersOrNames() throws Exception {
    Path weights = TestFiles.labeller(2);
    Path first = TestFiles.picture(folder.resolve("first.png"), 61, 90);
    Result numbered = Cli.run("segment", first, "-w", weights, "--scales", "0.3");
    assertThat(numbered.err()).isEmpty();
    assertThat(numbered.out()).containsPattern("  class_[01]\n");
    Path names = Files.writeString(folder.resolve("names.txt"), "land\nsea\n\n");
    assertThat(Cli.run("segment", first, "-w", weights, "--scales", "0.3", "--names", names).out())
        .containsPattern("  (land|sea)\n");
    Files.writeString(names, "land\n");
    Result wrong = Cli.run("segment", first, "-w", weights, "--names", names);
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.err()).contains("names.txt has 1 class names, the network has 2");
  }

  private static LabelMap library(Path weights, RgbImage picture, InferencePlan plan)
      throws Exception {
    try (LoadedNetwork<SemanticSegmenter> model =
        NetworkLoader.load(
            ModelCards.published().get(MODEL), weights, Device.cpu(), SemanticSegmenter.class)) {
      SemanticSegmenter published = model.pipeline();
      return new SemanticSegmenter(published.network(), published.transform(), plan)
          .segment(List.of(picture), model.manager())
          .get(0);
    }
  }
}
