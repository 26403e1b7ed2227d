/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  private static final String PICO = "mask_rcnn_mpvit_pico_shapes";

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void makeData() {
    data = folder.resolve("data");
    shapes(data, "1");
    shapes(data.resolve("val"), "2");
  }

  private static void shapes(Path where, String seed) {
    Result made =
        Cli.run("dataset", "shapes", "-o", where, "--images", "3", "--size", "64", "--seed", seed);
    assertThat(made.status()).isZero();
  }

  private Result train(String out, String... more) {
    List<Object> args =
        new ArrayList<>(List.of("train", "-m", PICO, "--data", data, "--out", folder.resolve(out)));
    args.addAll(List.of("--iterations", "2", "--threads", "1"));
    args.addAll(List.of(more));
    if (!args.contains("--batch")) {
      args.addAll(List.of("--batch", "1"));
    }
    return Cli.run(args.toArray());
  }

  private List<String> losses(String out) throws IOException {
    return Files.readAllLines(folder.resolve(out).resolve("metrics.csv")).stream()
        .map(line -> String.join(",", List.of(line.split(",")).subList(0, 9)))
        .toList();
  }

  @Test
  void trainsScoresAndGoesOnWhereItWas() throws IOException {
    Result whole = train("whole", "--checkpoint-every", "1", "--eval-every", "2");
    assertThat(whole.err())
        .contains("training for 2 steps", "3 pictures, 11 objects, 8 classes")
        .doesNotContain("2/2", "wrote");
    assertThat(whole.status()).isZero();
    Path model = folder.resolve("whole/model.safetensors");
    assertThat(whole.out()).contains(model.toString());
    assertThat(losses("whole")).hasSize(3);
    assertThat(Files.readString(folder.resolve("whole/metrics.jsonl"))).contains("\"segm\"");

    Result refused = train("whole", "--checkpoint-every", "1");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("--resume");

    // As if it had been killed in the second step.
    Path last = folder.resolve("whole/checkpoint-00000002");
    Files.delete(last.resolve("training.json"));
    List<String> before = losses("whole");
    Result resumed = train("whole", "--checkpoint-every", "1", "--resume");
    assertThat(resumed.err()).contains("going on after step 1 of 2");
    assertThat(resumed.status()).isZero();
    assertThat(losses("whole")).isEqualTo(before);

    // As if it had been killed before the last checkpoint was scored.
    Path metrics = folder.resolve("whole/metrics.jsonl");
    assertThat(metrics).content().doesNotContain("\"segm\"");
    Result scored = train("whole", "--checkpoint-every", "1", "--eval-every", "2", "--resume");
    assertThat(scored.err()).contains("step 2: bbox");
    assertThat(metrics).content().containsOnlyOnce("\"segm\":{");

    Result other = train("whole", "--lr", "0.5", "--resume");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("--lr was ", ", is 0.5");

    // Categories of other names are not those of the same number.
    Path truth = data.resolve("val/instances.json");
    Files.writeString(truth, Files.readString(truth).replace("\"heart\"", "\"liver\""));
    Result foreign = train("foreign", "--checkpoint-every", "1", "--eval-every", "1");
    assertThat(foreign.status()).as(foreign.err()).isZero();
    assertThat(foreign.err())
        .contains(truth + ": the detector does not know 1 of its 8 categories (liver)")
        .contains("no categories for 1 of the detector's 8 classes (heart)");

    Result inspected = Cli.run("inspect", model);
    assertThat(inspected.out()).contains(PICO);
    Path picture = data.resolve("images").toFile().listFiles()[0].toPath();
    Result found = Cli.run("detect", picture, "-w", model, "--score", "0", "--json", "-");
    assertThat(found.status()).isZero();
    assertThat(found.out()).as("ids of the data begin at 1").doesNotContain("\"category_id\":0,");
    assertThat(found.out())
        .containsPattern(
            "\"category\":\"(circle|square|triangle|star|ring|cross|crescent|heart)\"");
  }

  @Test
  void aClassifierLearnsFromFoldersAndKeepsTheirNames() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String file : List.of("train/owl/1", "train/yak/1", "val/yak/2", "val/owl/2")) {
      Path picture = folder.resolve("folders/" + file + ".png");
      Files.createDirectories(picture.getParent());
      byte[] pixels = new byte[3 * 8 * 8];
      Arrays.fill(pixels, (byte) (file.contains("owl") ? 200 : 20));
      ImageWriter.write(RgbImage.of(8, 8, pixels), picture);
      files.add(picture);
    }
    Path out = folder.resolve("classifier");
    Result trained =
        Cli.run(
            "train",
            "-m",
            "mpvit_tiny",
            "--data",
            folder.resolve("folders"),
            "--out",
            out,
            "--batch",
            "2",
            "--epochs",
            "1",
            "--eval-every",
            "500",
            "--threads",
            "1");
    assertThat(trained.err()).contains("2 pictures, 2 classes (owl 1, yak 1)", "step 1: top-1 ");
    assertThat(trained.status()).isZero();
    assertThat(Files.readString(out.resolve("metrics.jsonl"))).contains("\"acc1\":");

    Path model = out.resolve("model.safetensors");
    Result named = Cli.run("classify", files.get(0), "-w", model);
    assertThat(named.out()).contains("owl", "yak").doesNotContain("class_");
    Path copy = folder.resolve("copy.safetensors");
    assertThat(Cli.run("convert", model, copy).status()).isZero();
    Path owls = folder.resolve("folders/val/owl");
    Files.delete(files.get(3));
    Files.delete(owls);
    Path results = folder.resolve("results.jsonl");
    Result scored =
        Cli.run(
            "evaluate",
            "classification",
            "-w",
            copy,
            "--results",
            results,
            "--images",
            folder.resolve("folders/val"));
    assertThat(scored.out()).as("one class of two, by its name").contains("1 pictures");
    assertThat(Files.readString(results)).contains("\"label\":1");
  }

  @Test
  void replicasAndShortNumbersComeToMuchTheSame() throws IOException {
    assertThat(train("plain", "--batch", "2").status()).isZero();
    assertThat(train("other", "--batch", "2", "--replicas", "2", "--precision", "bf16").status())
        .isZero();
    double plain = Double.parseDouble(losses("plain").get(1).split(",")[1]);
    double other = Double.parseDouble(losses("other").get(1).split(",")[1]);
    assertThat(other).isNotEqualTo(plain).isCloseTo(plain, withinPercentage(10));
    assertThat(folder.resolve("other/curve.png")).isNotEmptyFile();
    Result resumed = train("other", "--batch", "2", "--replicas", "2", "--resume");
    assertThat(resumed.err()).contains("--precision was bf16");
  }

  @Test
  void wrongUseIsToldBeforeAnythingIsDone() throws IOException {
    assertThat(train("x", "--epochs", "1").err()).contains("exclude each other");
    assertThat(train("x", "--eval-every", "3", "--checkpoint-every", "2").err())
        .contains("multiple of --checkpoint-every");
    assertThat(train("x", "--lr", "-1").status()).isEqualTo(2);
    assertThat(train("x", "--precision", "fp16", "--device", "cpu").err()).contains("needs a GPU");
    assertThat(train("x", "--replicas", "2").err()).contains("times --replicas");
    assertThat(train("x", "--accumulate", "2").err()).contains("multiple of --accumulate");
    Result model = Cli.run("train", "-m", "mpvit_tiny", "--data", data, "--out", data);
    assertThat(model.err()).contains("found images, which");
    Files.writeString(data.resolve("instances.json"), "{\"images\": [");
    Result broken = train("y");
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.err()).contains("instances.json");
  }
}
