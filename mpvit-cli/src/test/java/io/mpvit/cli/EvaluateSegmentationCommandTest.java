/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageSize;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import io.mpvit.segmentation.eval.PixelCounts;
import io.mpvit.segmentation.eval.SegmentationScores;
import io.mpvit.zoo.fetch.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateSegmentationCommandTest {

  private static final ImageSize SIZE = new ImageSize(40, 60);

  @TempDir private Path folder;
  private Path results;

  @BeforeEach
  void writeData() throws Exception {
    Files.createDirectories(folder.resolve("images/validation"));
    for (int i = 0; i < 2; i++) {
      Path picture = folder.resolve("images/validation/" + i + ".png");
      TestFiles.picture(picture, SIZE.height(), SIZE.width());
      labels(i, 150).writePng(folder.resolve("annotations/validation/" + i + ".png"));
    }
    results = folder.resolve("out.jsonl");
  }

  /** Values as in ADE20K: 0 is nothing. */
  private static LabelMap labels(int seed, int largest) {
    short[] values = new short[SIZE.height() * SIZE.width()];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) random.nextInt(largest + 1);
    }
    return new LabelMap(SIZE, values);
  }

  private Result run(Path weights, Object... more) {
    List<Object> args = new ArrayList<>(List.of("evaluate", "segmentation", "-w", weights));
    args.addAll(List.of("--images", folder.resolve("images")));
    args.addAll(List.of("--annotations", folder.resolve("annotations")));
    args.addAll(List.of("--results", results, "--scales", "0.3", "--device", "cpu"));
    args.addAll(Arrays.asList(more));
    return Cli.run(args.toArray());
  }

  @Test
  void scoresWhatSegmentWritesAndSaysWhatMadeTheNumbers() throws Exception {
    Path weights = TestFiles.labeller(150);
    Path json = folder.resolve("scores.json");
    Result result = run(weights, "--json", json);
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("class  name", "  wall ", "  flag ", "mIoU ", "2 pictures, 0 left out");

    Path written = folder.resolve("written");
    Path pictures = folder.resolve("images/validation");
    Cli.run(
        "segment",
        pictures.resolve("0.png"),
        pictures.resolve("1.png"),
        "-w",
        weights,
        "--labels",
        written,
        "--scales",
        "0.3",
        "--device",
        "cpu");
    PixelCounts counts = new PixelCounts(150);
    for (int i = 0; i < 2; i++) {
      counts.add(
          LabelMapReader.read(written.resolve(i + ".png")),
          LabelMapReader.read(folder.resolve("annotations/validation/" + i + ".png"))
              .withoutZero());
    }
    SegmentationScores expected = counts.scores();
    JsonObject scores = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(scores.keySet()).containsExactly("mIoU", "mAcc", "aAcc", "IoU", "provenance");
    assertThat(scores.get("mIoU").getAsDouble()).isEqualTo(expected.meanIou());
    assertThat(scores.get("mAcc").getAsDouble()).isEqualTo(expected.meanAccuracy());
    assertThat(scores.get("aAcc").getAsDouble()).isEqualTo(expected.pixelAccuracy());
    assertThat(scores.getAsJsonArray("IoU")).hasSize(150);
    assertThat(scores.getAsJsonArray("IoU").get(7).getAsDouble()).isEqualTo(expected.iou().get(7));
    JsonObject made = scores.getAsJsonObject("provenance");
    assertThat(made.getAsJsonObject("weights").get("sha256").getAsString())
        .isEqualTo(Sha256.of(weights));
    assertThat(made.getAsJsonObject("settings").get("inference").toString())
        .isEqualTo("{\"mode\":\"whole\",\"scales\":[0.3],\"flip\":false}");
    JsonObject data = made.getAsJsonObject("data");
    assertThat(data.get("evaluated").getAsInt()).isEqualTo(2);
    assertThat(data.get("reduce_zero_label").getAsBoolean()).isTrue();

    // The journal is of these settings and no others.
    Result other = run(weights, "--no-reduce-zero-label");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err())
        .contains("data.reduce_zero_label is true there, false here")
        .hasLineCount(1);
    assertThat(run(weights, "--reduce-zero-label").status()).isZero();
    assertThat(run(weights, "--flip").err()).contains("settings.inference.flip is false there");
  }

  @Test
  void zeroMayBeAClassAndWhatDoesNotOccurIsNull() throws Exception {
    for (int i = 0; i < 2; i++) {
      labels(i, 1).writePng(folder.resolve("annotations/validation/" + i + ".png"));
    }
    Path weights = TestFiles.labeller(40);
    Result plain = run(weights, "--no-reduce-zero-label", "--limit", "1", "--json", "-");
    assertThat(plain.err()).isEmpty();
    JsonObject scores = JsonParser.parseString(plain.out()).getAsJsonObject();
    assertThat(scores.getAsJsonArray("IoU")).hasSize(40).anyMatch(iou -> iou.isJsonNull());
    assertThat(scores.getAsJsonObject("provenance").getAsJsonObject("data").get("evaluated"))
        .asString()
        .isEqualTo("1");
  }

  @Test
  void badFilesAreLeftOut() throws Exception {
    labels(1, 200).writePng(folder.resolve("annotations/validation/1.png"));
    TestFiles.picture(folder.resolve("images/validation/2.png"), 8, 8);
    Result result = run(TestFiles.labeller(150), "--json", "-");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("left out: label map", "1.png has the value 1"),
            line -> assertThat(line).contains("left out: ", "2.png has no label map in"));
    JsonObject data =
        JsonParser.parseString(result.out())
            .getAsJsonObject()
            .getAsJsonObject("provenance")
            .getAsJsonObject("data");
    assertThat(data.get("evaluated").getAsInt()).isEqualTo(1);
    assertThat(data.getAsJsonArray("left_out")).hasSize(2);
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Result result =
        Cli.run(
            "evaluate",
            "segmentation",
            "-w",
            TestFiles.labeller(150),
            "--images",
            folder.resolve("images"),
            "--annotations",
            empty,
            "--results",
            results);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("none of which belong together").hasLineCount(1);
    assertThat(run(TestFiles.classifier(7)).err()).contains("not for 'segmentation'");
    assertThat(run(TestFiles.labeller(150), "--limit", "0").status()).isEqualTo(2);
    assertThat(results).doesNotExist();
  }
}
