/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.ImageNetClasses;
import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.NetworkLoader;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyCommandTest {

  /**
   * An APP1 segment: EXIF, little-endian, one entry: orientation 6, a quarter turn to the right.
   */
  private static final byte[] TURNED = {
    (byte) 0xff,
    (byte) 0xe1,
    0,
    34,
    'E',
    'x',
    'i',
    'f',
    0,
    0,
    'I',
    'I',
    42,
    0,
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    1,
    3,
    0,
    1,
    0,
    0,
    0,
    6,
    0,
    0,
    0,
    0,
    0,
    0,
    0
  };

  @TempDir private Path folder;

  @Test
  void writesTheClassesOfEachPicture() throws Exception {
    Path weights = TestFiles.classifier(1000);
    Path a = TestFiles.picture(folder.resolve("a.png"), 60, 90);
    Path b = TestFiles.picture(folder.resolve("b.jpg"), 300, 240);
    Path json = folder.resolve("out.json");

    Result result =
        Cli.run(
            "classify",
            a,
            b,
            "-m",
            "mpvit_tiny",
            "-w",
            weights,
            "--top",
            "3",
            "--json",
            json,
            "--logits",
            "--batch",
            "2",
            "--threads",
            "1");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out().lines()).hasSize(2 * (1 + 1 + 3)).startsWith(a.toString());
    JsonArray items = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
    assertThat(items).hasSize(2);
    JsonObject second = items.get(1).getAsJsonObject();
    assertThat(second.keySet()).containsExactly("file_name", "top", "logits");
    assertThat(second.get("file_name").getAsString()).isEqualTo(b.toString());
    ClassScores expected = library(weights, b, Orientation.HONOUR_EXIF);
    assertThat(floats(second)).containsExactly(expected.logits(), within(1e-4f));
    JsonArray top = second.getAsJsonArray("top");
    assertThat(top).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonObject entry = top.get(i).getAsJsonObject();
      assertThat(entry.keySet()).containsExactly("index", "name", "probability");
      int index = expected.top(3).get(i).classIndex();
      assertThat(entry.get("index").getAsInt()).isEqualTo(index);
      assertThat(entry.get("name").getAsString()).isEqualTo(ImageNetClasses.names().get(index));
      assertThat(entry.get("probability").getAsDouble())
          .isCloseTo(expected.top(3).get(i).probability(), within(1e-5));
    }
  }

  @Test
  void photographsAreTurnedUprightUnlessToldOtherwise() throws Exception {
    Path weights = TestFiles.classifier(7);
    Path photo = turned(TestFiles.picture(folder.resolve("photo.jpg"), 120, 200));
    for (Orientation orientation : Orientation.values()) {
      boolean asStored = orientation == Orientation.AS_STORED;
      Result result =
          Cli.run(
              "classify",
              photo,
              "-w",
              weights,
              "--logits",
              "--json",
              "-",
              "--threads",
              "1",
              asStored ? "--ignore-exif" : "--batch=1");
      assertThat(result.status()).isZero();
      JsonObject item =
          JsonParser.parseString(result.out()).getAsJsonArray().get(0).getAsJsonObject();
      assertThat(floats(item))
          .containsExactly(library(weights, photo, orientation).logits(), within(1e-4f));
    }
    assertThat(library(weights, photo, Orientation.AS_STORED))
        .isNotEqualTo(library(weights, photo, Orientation.HONOUR_EXIF));
  }

  @Test
  void classesWithoutKnownNamesAreNumbered() throws Exception {
    Path picture = TestFiles.picture(folder.resolve("a.png"), 60, 90);
    Result result = Cli.run("classify", picture, "-w", TestFiles.classifier(7), "--top", "20");
    assertThat(result.status()).isZero();
    assertThat(result.out().lines().skip(2)).hasSize(7).allMatch(line -> line.contains("class_"));
  }

  @Test
  void aBadPictureIsReportedAndTheOthersGoOn() throws Exception {
    Path good = TestFiles.picture(folder.resolve("good.png"), 60, 90);
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Result result =
        Cli.run("classify", text, good, empty, "-w", TestFiles.classifier(7), "--json", "-");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("text.jpg", "it is text"))
        .anySatisfy(line -> assertThat(line).contains(empty.toString(), "directory"));
    JsonArray items = JsonParser.parseString(result.out()).getAsJsonArray();
    assertThat(items).hasSize(1);
    assertThat(items.get(0).getAsJsonObject().has("logits")).isFalse();
  }

  private static ClassScores library(Path weights, Path picture, Orientation orientation)
      throws Exception {
    try (LoadedNetwork<ImageClassifier> model =
        NetworkLoader.load(
            ModelCards.published().get("mpvit_tiny"),
            weights,
            Device.cpu(),
            ImageClassifier.class)) {
      return model
          .pipeline()
          .classify(List.of(ImageReader.read(picture, orientation)), model.manager())
          .get(0);
    }
  }

  private static float[] floats(JsonObject item) {
    JsonArray logits = item.getAsJsonArray("logits");
    float[] values = new float[logits.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = logits.get(i).getAsFloat();
    }
    return values;
  }

  /** Puts the EXIF segment behind the JPEG's start marker. */
  private static Path turned(Path jpeg) throws Exception {
    byte[] plain = Files.readAllBytes(jpeg);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    out.write(TURNED);
    out.write(plain, 2, plain.length - 2);
    return Files.write(jpeg, out.toByteArray());
  }
}
