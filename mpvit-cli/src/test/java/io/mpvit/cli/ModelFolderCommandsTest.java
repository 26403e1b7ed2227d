/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.zoo.fetch.WeightsPlaces;
import io.mpvit.zoo.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models as folders, on the command line. */
class ModelFolderCommandsTest {

  private static final String PICO = "mask_rcnn_mpvit_pico_shapes";
  private static final Path PICTURE = Path.of("..", "examples", "pictures", "shapes.jpg");

  @TempDir private Path weights;

  @BeforeEach
  void name() {
    System.setProperty(WeightsPlaces.SETTING, weights.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(WeightsPlaces.SETTING);
  }

  private static JsonObject card(Path folder) throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve(ModelFolder.CARD)))
        .getAsJsonObject();
  }

  private static String detect(Object... model) {
    Object[] arguments = new Object[model.length + 4];
    System.arraycopy(new Object[] {"detect", PICTURE, "--json", "-"}, 0, arguments, 0, 4);
    System.arraycopy(model, 0, arguments, 4, model.length);
    Result found = Cli.run(arguments);
    assertThat(found.status()).as(found.err()).isZero();
    return found.out();
  }

  @Test
  void aPackagedModelIsNamedInEveryWay() throws IOException {
    Path notes = Files.writeString(weights.resolve("mine.txt"), "Ours.\n");
    Path folder = weights.resolve("Street 2");
    Result made = Cli.run("package", "-m", PICO, "-o", folder, "--notes", notes);
    assertThat(made.status()).as(made.err()).isZero();
    assertThat(made.out().strip()).isEqualTo(folder.toString());
    assertThat(folder.resolve("notes.md")).hasContent("Ours.");
    JsonObject card = card(folder).getAsJsonObject("card");
    assertThat(card.get("name").getAsString()).isEqualTo("street_2");
    assertThat(card.getAsJsonObject("scores").get("box_AP").getAsDouble()).isEqualTo(81.2);
    assertThat(card(folder).getAsJsonArray("classes")).hasSize(8);

    String published = detect("-m", PICO);
    assertThat(detect("-m", "street_2")).isEqualTo(published);
    assertThat(detect("-m", folder)).isEqualTo(published);
    assertThat(detect("-w", folder)).isEqualTo(published);
    assertThat(detect("-w", folder.resolve("model.safetensors"))).isEqualTo(published);
    assertThat(detect("-m", PICO, "-w", folder)).isEqualTo(published);

    Result listed = Cli.run("models", "--here", "street");
    assertThat(listed.out().lines()).hasSize(2);
    assertThat(listed.out()).contains("street_2 ", "own folder", "box_AP 81.2", "yes");
    assertThat(Cli.run("inspect", folder).out()).contains(PICO);
    Path converted = weights.resolve("converted.pth");
    assertThat(Cli.run("convert", folder, converted).status()).isZero();
  }

  /** The card's names stand over those of the file. */
  @Test
  void classesAreRenamedOnTheCard() throws IOException {
    Path folder = weights.resolve("renamed");
    assertThat(Cli.run("package", "-m", PICO, "-o", folder).status()).isZero();
    Path card = folder.resolve(ModelFolder.CARD);
    Files.writeString(card, Files.readString(card).replace("\"heart\"", "\"herz\""));
    assertThat(detect("-m", "renamed")).contains("\"herz\"").doesNotContain("\"heart\"");
  }

  /** What was published of a model is not said of any file that fits it. */
  @Test
  void aFileHasNoPublishedScores() throws IOException {
    String pico = "upernet_mpvit_pico_shapes";
    Path first = weights.resolve("first");
    assertThat(Cli.run("package", "-m", pico, "-o", first).status()).isZero();
    Path file = weights.resolve("alone.pth");
    assertThat(Cli.run("convert", first, file).status()).isZero();
    Path folder = weights.resolve("labels");
    Result made = Cli.run("package", "-w", file, "-o", folder, "--name", "labeller");
    assertThat(made.status()).as(made.err()).isZero();
    JsonObject card = card(folder).getAsJsonObject("card");
    assertThat(card.get("name").getAsString()).isEqualTo("labeller");
    assertThat(card.getAsJsonObject("scores").keySet()).isEmpty();
    assertThat(card.get("dataset").getAsString()).isEqualTo("unknown");
    assertThat(card(folder).getAsJsonObject("provenance").get("packaged_from").getAsString())
        .isEqualTo(file.getFileName().toString());
    assertThat(Cli.run("segment", PICTURE, "-m", "labeller").status()).isZero();
  }

  @Test
  void aTrainingMakesAModel() throws IOException {
    Path data = weights.resolve("data");
    for (Path part : new Path[] {data, data.resolve("val")}) {
      Cli.run("dataset", "shapes", "-o", part, "--images", "2", "--size", "64");
    }
    Path out = weights.resolve("trained");
    Object[] train = {
      "train",
      "-m",
      PICO,
      "--data",
      data,
      "-o",
      out,
      "--iterations",
      "1",
      "--batch",
      "1",
      "--checkpoint-every",
      "1",
      "--eval-every",
      "1",
      "--init",
      PICO,
      "--resume"
    };
    Result trained = Cli.run(train);
    assertThat(trained.status()).as(trained.err()).isZero();
    JsonObject card = card(out);
    JsonObject scores = card.getAsJsonObject("card").getAsJsonObject("scores");
    assertThat(scores.keySet()).contains("box_AP", "mask_AP");
    assertThat(card.getAsJsonObject("provenance").get("model").getAsString()).isEqualTo(PICO);
    assertThat(card.getAsJsonArray("classes").get(0).getAsJsonObject().get("id").getAsInt())
        .isEqualTo(1);
    assertThat(Cli.run("models", "--here", "--json").out()).contains("\"trained\"");
    assertThat(detect("-m", "trained", "--score", "0")).contains("\"category\"");

    String before = Files.readString(out.resolve(ModelFolder.CARD));
    assertThat(Cli.run(train).status()).as("nothing is left to do").isZero();
    assertThat(out.resolve(ModelFolder.CARD)).hasContent(before);
    Result further = Cli.run("train", "-m", "trained", "--data", data, "-o", weights.resolve("x"));
    assertThat(further.status()).isEqualTo(2);
    assertThat(further.err()).contains("-m " + PICO + " --init trained");
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    Path folder = weights.resolve("bad");
    assertThat(Cli.run("package", "-m", PICO, "-o", folder).status()).isZero();
    assertFails(1, "is not empty", "package", "-m", PICO, "-o", folder);
    assertFails(2, "name a model (-m) or weights", "package", "-o", weights.resolve("n"));
    assertFails(
        2,
        "--name: name \"A b\"",
        "package",
        "-m",
        PICO,
        "-o",
        weights.resolve("n"),
        "--name",
        "A b");
    assertThat(weights.resolve("n")).doesNotExist();
    assertFails(1, "has no mpvit.json; 'mpvit package'", "detect", PICTURE, "-m", weights);

    Path card = folder.resolve(ModelFolder.CARD);
    Files.writeString(card, Files.readString(card).replace("\"size\"", "\"sise\""));
    String fault = card + ": entry \"weights\": unknown member \"sise\"";
    assertFails(1, fault, "detect", PICTURE, "-w", folder);
    assertFails(1, fault, "detect", PICTURE, "-m", folder);
    assertFails(2, fault, "detect", PICTURE, "-m", "bad");
    Result listed = Cli.run("models", "--here");
    assertThat(listed.status()).isZero();
    assertThat(listed.err().strip()).isEqualTo(fault);
  }

  private static void assertFails(int status, String message, Object... arguments) {
    Result failed = Cli.run(arguments);
    assertThat(failed.status()).as(failed.err()).isEqualTo(status);
    assertThat(failed.err().lines().findFirst().orElseThrow()).contains(message);
  }
}
