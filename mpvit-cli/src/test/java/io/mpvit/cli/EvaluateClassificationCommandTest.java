/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateClassificationCommandTest {

  @TempDir private Path folder;

  @Test
  void scoresPicturesSortedIntoClasses() throws Exception {
    Path weights = TestFiles.classifier(7);
    for (String name : "a b c d e f g".split(" ")) {
      Files.createDirectories(folder.resolve("data").resolve(name));
    }
    Path first = TestFiles.picture(folder.resolve("data/b/1.png"), 30, 40);
    Path second = TestFiles.picture(folder.resolve("data/d/2.png"), 60, 50);
    Files.writeString(folder.resolve("data/e/3.jpg"), "no picture");
    Path json = folder.resolve("scores.json");
    Result result =
        Cli.run(
            "evaluate",
            "classification",
            "-w",
            weights,
            "--images",
            folder.resolve("data"),
            "--results",
            folder.resolve("out.jsonl"),
            "--json",
            json,
            "--threads",
            "1");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("3.jpg", "it is text").hasLineCount(2);
    assertThat(result.out()).contains("top-1", "2 pictures, 1 left out");
    JsonObject scores = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    ClassScores b = library(weights, first);
    ClassScores d = library(weights, second);
    double hits =
        (b.top(1).get(0).classIndex() == 1 ? 50 : 0) + (d.top(1).get(0).classIndex() == 3 ? 50 : 0);
    assertThat(scores.get("acc1").getAsDouble()).isEqualTo(hits);
    double loss = -(Math.log(b.probabilities()[1]) + Math.log(d.probabilities()[3])) / 2;
    assertThat(scores.get("loss").getAsDouble()).isCloseTo(loss, within(1e-4));
    assertThat(scores.get("acc5").getAsDouble()).isBetween(hits, 100.0);
    JsonObject made = scores.getAsJsonObject("provenance");
    assertThat(made.get("model").getAsString()).isEqualTo("mpvit_tiny");
    assertThat(made.getAsJsonObject("data").getAsJsonArray("left_out")).hasSize(1);
  }

  private static ClassScores library(Path weights, Path picture) throws Exception {
    try (LoadedNetwork<ImageClassifier> model =
        NetworkLoader.load(
            ModelCards.published().get("mpvit_tiny"),
            weights,
            Device.cpu(),
            ImageClassifier.class)) {
      return model
          .pipeline()
          .classify(List.of(ImageReader.read(picture, Orientation.AS_STORED)), model.manager())
          .get(0);
    }
  }

  @Test
  void refusesOtherNumbersOfClasses() throws Exception {
    TestFiles.picture(folder.resolve("data/b/1.png"), 30, 40);
    Result result =
        Cli.run(
            "evaluate",
            "classification",
            "-w",
            TestFiles.classifier(7),
            "--images",
            folder.resolve("data"),
            "--results",
            folder.resolve("out.jsonl"));
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains("1 class folders, the classifier has 7 classes")
        .hasLineCount(1);
    assertThat(folder.resolve("out.jsonl")).doesNotExist();
  }
}
