/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainSegmenterTest {

  private static final String PICO = "upernet_mpvit_pico_shapes";

  @TempDir private Path folder;

  private static void shapes(Path where, String seed) {
    Result made =
        Cli.run("dataset", "shapes", "-o", where, "--images", "3", "--size", "64", "--seed", seed);
    assertThat(made.status()).isZero();
  }

  private Result train(Path data, String... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("train", "-m", PICO, "--data", data, "--out", folder.resolve("out")));
    args.addAll(List.of("--batch", "2", "--iterations", "2", "--threads", "1"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private List<String> losses() throws IOException {
    return Files.readAllLines(folder.resolve("out/metrics.csv")).stream()
        .map(line -> String.join(",", List.of(line.split(",")).subList(0, 6)))
        .toList();
  }

  @Test
  void trainsScoresAndGoesOnWhereItWas() throws IOException {
    Path data = folder.resolve("data");
    shapes(data, "1");
    shapes(data.resolve("val"), "2");
    Result whole = train(data, "--checkpoint-every", "1", "--eval-every", "2");
    assertThat(whole.err()).contains("3 pictures with label maps, 9 classes", "step 2: mIoU ");
    assertThat(whole.status()).isZero();
    assertThat(losses().get(0)).contains("decode.loss_seg", "aux.loss_seg");
    assertThat(Files.readAllLines(folder.resolve("out/metrics.csv")).get(0))
        .endsWith("decode.acc_seg,aux.acc_seg");
    assertThat(Files.readString(folder.resolve("out/metrics.jsonl"))).contains("\"mIoU\"");

    // As if it had been killed in the second step.
    Files.delete(folder.resolve("out/checkpoint-00000002/training.json"));
    List<String> before = losses();
    Result resumed = train(data, "--checkpoint-every", "1", "--resume");
    assertThat(resumed.status()).isZero();
    assertThat(losses()).isEqualTo(before);
    assertThat(Cli.run("inspect", folder.resolve("out/model.safetensors")).out()).contains(PICO);
  }

  @Test
  void weightsKnowWhatZeroMeantInTheirLabels() throws IOException {
    Path data = folder.resolve("data");
    shapes(data, "1");
    assertThat(train(data).status()).isZero();
    assertThat(evaluated(data)).as("a class").contains("\"reduce_zero_label\":false");

    Path names = data.resolve("classes.txt");
    List<String> shapes = Files.readAllLines(names);
    shapes.set(0, "-");
    Files.write(names, shapes);
    Files.move(folder.resolve("out"), folder.resolve("first"));
    assertThat(train(data).err()).contains("8 classes");
    assertThat(evaluated(data)).as("nothing").contains("\"reduce_zero_label\":true");
  }

  private String evaluated(Path data) {
    Result result =
        Cli.run(
            "evaluate",
            "segmentation",
            "-w",
            folder.resolve("out/model.safetensors"),
            "--images",
            data.resolve("images"),
            "--annotations",
            data.resolve("labels"),
            "--results",
            folder.resolve("out/results.jsonl"),
            "--json",
            "-");
    assertThat(result.status()).isZero();
    return result.out().replaceAll("\\s", "");
  }

  @Test
  void whatCannotBeDeliveredIsKept() throws IOException {
    Path data = folder.resolve("data");
    shapes(data, "1");
    Path inTheWay = folder.resolve("out/model.safetensors/file");
    Files.createDirectories(inTheWay);
    Result failed = train(data);
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).contains("cannot write " + inTheWay.getParent(), "--resume");
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    assertThat(train(data, "--resume").status()).isZero();
    assertThat(inTheWay.getParent())
        .hasSameBinaryContentAs(folder.resolve("out/checkpoint-00000002/model.safetensors"));
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void cropsAreChosen() throws IOException {
    Path data = folder.resolve("data");
    shapes(data, "1");
    assertThat(train(data).status()).isZero();
    List<String> asPublished = losses();
    Files.move(folder.resolve("out"), folder.resolve("first"));
    assertThat(train(data, "--crop", "128").status()).isZero();
    assertThat(losses()).isEqualTo(asPublished);
    Files.move(folder.resolve("out"), folder.resolve("second"));
    assertThat(train(data, "--crop", "64").status()).isZero();
    assertThat(losses()).isNotEqualTo(asPublished);

    Result changed = train(data, "--crop", "96", "--resume");
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.err()).contains("crop", "64", "96");
  }

  @Test
  void cropsAreRefusedWhereTheyMeanNothing() {
    Path data = folder.resolve("data");
    shapes(data, "1");
    Result small = train(data, "--crop", "31");
    assertThat(small.status()).isNotZero();
    assertThat(small.err()).contains("at least 32 pixels, found 31");
    Result detector =
        Cli.run(
            "train",
            "-m",
            "mask_rcnn_mpvit_pico_shapes",
            "--data",
            data,
            "--out",
            folder.resolve("out"),
            "--crop",
            "64");
    assertThat(detector.status()).isNotZero();
    assertThat(detector.err()).contains("only segmenters");
  }

  @Test
  void refusesDataWithoutLabels() throws IOException {
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("images"));
    Result refused = train(data);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("labels").hasLineCount(1);
  }
}
