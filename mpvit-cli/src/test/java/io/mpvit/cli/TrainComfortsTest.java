/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training does otherwise than its recipe, and when it ends. */
class TrainComfortsTest {

  private static final String PICO = "mask_rcnn_mpvit_pico_shapes";
  private static final String BACKBONE_KEY = "backbone.bottom_up.backbone.stem.0.conv.weight";
  private static final String HEAD_KEY = "roi_heads.box_predictor.cls_score.weight";

  @TempDir private Path folder;
  private Path data;
  private Path out;

  @BeforeEach
  void shapes() {
    data = folder.resolve("data");
    out = folder.resolve("out");
    for (Path place : List.of(data, data.resolve("val"))) {
      Cli.run("dataset", "shapes", "-o", place, "--images", "2", "--size", "64", "--seed", "1");
    }
  }

  private Result train(String... more) {
    List<Object> args = new ArrayList<>(List.of("train", "-m", PICO, "--data", data, "-o", out));
    args.addAll(List.of("--threads", "1", "--checkpoint-every", "1"));
    args.addAll(List.of(more));
    if (!args.contains("--batch")) {
      args.addAll(List.of("--batch", "1"));
    }
    return Cli.run(args.toArray());
  }

  private float[] weights(String checkpoint, String key) throws Exception {
    try (NDManager manager = NDManager.newBaseManager();
        StateDict file = StateDict.open(out.resolve(checkpoint).resolve("model.safetensors"))) {
      return file.find(key).orElseThrow().toNDArray(manager).toFloatArray();
    }
  }

  @Test
  void partsLearnAtTheirRatesWithTheOptimizerThatIsAskedFor() throws Exception {
    assertThat(train("--optimizer", "sgd", "--iterations", "2").err())
        .contains("learning rate is for another optimizer: with SGD give one");
    String[] sgd = {"--optimizer", "sgd", "--lr", "0.01", "--weight-decay", "0.001"};
    List<String> args = new ArrayList<>(List.of(sgd));
    args.addAll(List.of("--lr-scale", "backbone=0", "--iterations", "2"));
    Result result = train(args.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(weights("checkpoint-00000002", BACKBONE_KEY))
        .isEqualTo(weights("checkpoint-00000001", BACKBONE_KEY));
    assertThat(weights("checkpoint-00000002", HEAD_KEY))
        .isNotEqualTo(weights("checkpoint-00000001", HEAD_KEY));
    try (StateDict optimizer =
        StateDict.open(out.resolve("checkpoint-00000002/optimizer.safetensors"))) {
      assertThat(optimizer.keys()).allMatch(key -> key.contains("momentum"));
    }
    Result other = train("--optimizer", "sgd", "--lr", "0.01", "--iterations", "2", "--resume");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("lr scale");
  }

  @Test
  void theBestIsKeptAndAPatientTrainingEnds() throws IOException {
    String[] patient = {"--lr", "1e-9", "--iterations", "6", "--eval-every", "1", "--patience"};
    Result ended = train(with(patient, "2"));
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("segm AP", "is the best so far", "the training ends");
    assertThat(ended.out()).contains(out.resolve("model.safetensors").toString());
    long best = number("iteration");
    assertThat(number("since")).isEqualTo(2);
    assertThat(number("scored")).isEqualTo(best + 2);
    assertThat(steps()).isEqualTo(best + 2).isLessThan(6);
    assertThat(out.resolve("best.safetensors")).exists();
    assertThat(Files.readString(out.resolve("metrics.jsonl")).split("evaluation"))
        .as("each was scored once")
        .hasSize((int) best + 3);

    Result again = train(with(patient, "2", "--resume"));
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(steps()).isEqualTo(best + 2);
    Result longer = train(with(patient, "3", "--resume"));
    assertThat(longer.status()).as(longer.err()).isZero();
    assertThat(steps()).isEqualTo(best + 3);
  }

  private static String[] with(String[] args, String... more) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private long number(String name) throws IOException {
    String json = Files.readString(out.resolve("best.json"));
    return Long.parseLong(json.replaceAll("(?s).*\"" + name + "\":(\\d+).*", "$1"));
  }

  private long steps() throws IOException {
    return Files.readAllLines(out.resolve("metrics.csv")).size() - 1;
  }

  @Test
  void theFirstBatchIsDrawnAsTheNetworkGetsIt() throws IOException {
    assertThat(train("--iterations", "1", "--batch", "2").status()).isZero();
    Path file = out.resolve("batch.png");
    RgbImage drawn = ImageReader.read(file, Orientation.AS_STORED);
    assertThat(drawn.size()).isEqualTo(new ImageSize(412, 818));
    assertThat(drawn.pixel(0, 0)).isEqualTo(0xffffff);
    assertThat(drawn.pixel(200, 200)).isNotEqualTo(0xffffff);
    byte[] before = Files.readAllBytes(file);
    Files.delete(file);
    assertThat(train("--iterations", "2", "--batch", "2", "--resume").status()).isZero();
    assertThat(file).as("only at the beginning").doesNotExist();
    out = folder.resolve("again");
    assertThat(train("--iterations", "1", "--batch", "2").status()).isZero();
    assertThat(out.resolve("batch.png")).hasBinaryContent(before);
  }

  @Test
  void wrongUse() {
    assertThat(train("--patience", "2").err()).contains("--patience needs --eval-every");
    assertThat(train("--weight-decay", "-1").status()).isEqualTo(2);
    assertThat(train("--lr-scale", "backbone=-1").status()).isEqualTo(2);
    assertThat(train("--lr-scale", "backbone").status()).isEqualTo(2);
    assertThat(train("--iterations", "1", "--lr-scale", "neck=0.1").err())
        .contains("no part neck; the keys of its parts begin with backbone");
  }
}
