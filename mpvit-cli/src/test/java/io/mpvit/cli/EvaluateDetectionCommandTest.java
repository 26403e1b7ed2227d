/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.evaluation.DetectionRun;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapeKind;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.image.ImageSize;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.fetch.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are long and thin: the network then gets few pixels. */
class EvaluateDetectionCommandTest {

  private static final int IMAGES = 4;

  @TempDir private Path folder;
  private Path results;

  @BeforeEach
  void writeData() throws Exception {
    new ShapesDataset(new SceneGenerator(new ImageSize(32, 400), 1), ShapesDataset.Format.PNG)
        .write(folder, IMAGES, WorkListener.NONE);
    results = folder.resolve("results.json");
  }

  private List<Object> arguments(Path weights, Path resultsFile, Object... more) {
    List<Object> args = new ArrayList<>(List.of("evaluate", "detection", "-w", weights));
    args.addAll(List.of("--images", folder.resolve("images")));
    args.addAll(List.of("--annotations", folder.resolve("instances.json")));
    args.addAll(List.of("--results", resultsFile, "--threads", "1", "--device", "cpu"));
    args.addAll(List.of(more));
    return args;
  }

  private Result run(Path weights, Object... more) {
    return Cli.run(arguments(weights, results, more).toArray());
  }

  @Test
  void scoresLikeEvaluateCocoAndSaysWhatMadeTheNumbers() throws Exception {
    Path weights = TestFiles.detector(8);
    Path json = folder.resolve("scores.json");
    Result result = run(weights, "--json", json, "--report", folder.resolve("report"));
    assertThat(result.err())
        .contains("classes are matched by position", "do not name their classes")
        .hasLineCount(1);
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("Average Precision", "crescent", IMAGES + " pictures, 0 left out");
    JsonArray found = JsonParser.parseString(Files.readString(results)).getAsJsonArray();
    assertThat(found).isNotEmpty();
    assertThat(found.get(0).getAsJsonObject().keySet())
        .containsExactly("image_id", "category_id", "bbox", "score");

    JsonObject scores = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    Path again = folder.resolve("again.json");
    Cli.run(
        "evaluate",
        "coco",
        "--gt",
        folder.resolve("instances.json"),
        "--dt",
        results,
        "--json",
        again);
    JsonObject coco = JsonParser.parseString(Files.readString(again)).getAsJsonObject();
    assertThat(scores.get("bbox")).isEqualTo(coco.get("bbox"));
    assertThat(scores.get("per_category")).isEqualTo(coco.get("per_category"));
    assertThat(scores.has("segm")).isFalse();
    JsonObject made = scores.getAsJsonObject("provenance");
    assertThat(made.get("model").getAsString()).startsWith("retinanet_mpvit_tiny");
    assertThat(made.getAsJsonObject("weights").get("sha256").getAsString())
        .isEqualTo(Sha256.of(weights));
    assertThat(made.getAsJsonObject("data").get("annotations_sha256").getAsString())
        .isEqualTo(Sha256.of(folder.resolve("instances.json")));
    assertThat(made.getAsJsonObject("settings").get("batch").getAsInt()).isEqualTo(1);
    assertThat(made.getAsJsonObject("settings").get("device").getAsString()).isEqualTo("cpu");

    assertThat(folder.resolve("report/index.html"))
        .content()
        .contains("crescent", Sha256.of(weights), "confusion.png");
    assertThat(folder.resolve("report/precision_recall_bbox.png")).isNotEmptyFile();

    // The journal is of these settings and no others.
    Result other = run(weights, "--batch", "2");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("settings.batch is 1 there, 2 here").hasLineCount(2);
  }

  @Test
  void scoresMasksWhereTheModelHasThem() throws Exception {
    Path annotations = folder.resolve("instances.json");
    String text = Files.readString(annotations);
    // COCO's first eight ids are these, so a model of COCO's classes goes by id.
    for (ShapeKind kind : ShapeKind.values()) {
      String name = CocoCategories.categories().byId(kind.id()).name();
      text = text.replace("\"" + kind.title() + "\"", "\"" + name + "\"");
    }
    Files.writeString(annotations, text);
    Result result =
        run(TestFiles.segmenter(), "-m", "mask_rcnn_mpvit_tiny_1x", "--limit", "1", "--json", "-");
    assertThat(result.err())
        .contains("no categories for 72 of the detector's 80 classes")
        .hasLineCount(1);
    assertThat(result.status()).isZero();
    JsonObject scores = JsonParser.parseString(result.out()).getAsJsonObject();
    assertThat(scores.getAsJsonObject("segm").keySet())
        .isEqualTo(scores.getAsJsonObject("bbox").keySet());
    assertThat(scores.getAsJsonObject("segm").get("AP").getAsDouble()).isBetween(0.0, 1.0);
    JsonArray found = JsonParser.parseString(Files.readString(results)).getAsJsonArray();
    assertThat(found).isNotEmpty().allMatch(item -> item.getAsJsonObject().has("segmentation"));
  }

  @Test
  void badPicturesAreLeftOut() throws Exception {
    Files.delete(folder.resolve("images/000001.png"));
    Files.writeString(folder.resolve("images/000002.png"), "no picture");
    Result result = run(TestFiles.detector(8), "--json", "-", "--limit", "3");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err().lines())
        .hasSize(3)
        .filteredOn(line -> line.startsWith("mpvit evaluate detection: left out image "))
        .hasSize(2);
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
    Result classes = run(TestFiles.detector(3));
    assertThat(classes.status()).isEqualTo(1);
    assertThat(classes.err())
        .contains("it has 8 categories (circle, ", "the detector has 3 classes")
        .hasLineCount(1);
    assertThat(run(TestFiles.detector(3), "--limit", "0").status()).isEqualTo(2);
    assertThat(run(TestFiles.classifier(7)).err()).contains("not for 'detection'");
    Files.writeString(folder.resolve("instances.json"), "{\"images\": [");
    Result broken = run(TestFiles.detector(8));
    assertThat(broken.status()).isEqualTo(1);
    assertThat(broken.err()).contains("instances.json").hasLineCount(1);
    assertThat(results).doesNotExist();
    assertThat(DetectionRun.journalOf(results)).doesNotExist();
  }

  @Test
  void killedItGoesOnToTheSameResults() throws Exception {
    Path weights = TestFiles.detector(8);
    Path unbroken = folder.resolve("unbroken.json");
    assertThat(Cli.run(arguments(weights, unbroken).toArray()).status()).isZero();
    Path whole = DetectionRun.journalOf(unbroken);
    Path journal = DetectionRun.journalOf(results);
    long header = Files.readString(whole).indexOf('\n') + 1;
    for (long size : new long[] {0, header}) {
      Process killed = process(weights, results);
      while (killed.isAlive() && (!Files.exists(journal) || Files.size(journal) <= size)) {
        Thread.sleep(1);
      }
      killed.destroyForcibly();
      assertThat(killed.waitFor()).as("it was killed before its end").isNotZero();
      assertThat(results).doesNotExist();
    }
    assertThat(process(weights, results).waitFor()).isZero();
    assertThat(results).hasSameBinaryContentAs(unbroken);
    assertThat(journal).hasSameBinaryContentAs(whole);
  }

  private Process process(Path weights, Path resultsFile) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    arguments(weights, resultsFile).forEach(argument -> command.add(argument.toString()));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
