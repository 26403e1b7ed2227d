/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCocoCommandTest {

  private static final String GOLDENS = "/reference/coco_eval/";
  private static final List<String> NUMBERS =
      List.of(
          "AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl");

  @TempDir private Path folder;
  private Path truth;

  @BeforeEach
  void copy() throws IOException {
    truth = copy("gt.json");
  }

  @Test
  void theNumbersAreCocosToTheLastDigits() throws Exception {
    Path boxes = copy("dt_bbox.json");
    Path masks = copy("dt_segm.json");
    assertGolden(evaluate(boxes, "bbox"), "bbox");
    assertGolden(evaluate(masks, "segm"), "segm");
  }

  private void assertGolden(JsonObject report, String type) throws IOException {
    assertThat(report.keySet()).containsExactly(type, "per_category", "provenance");
    JsonObject numbers = report.getAsJsonObject(type);
    assertThat(numbers.keySet()).containsExactlyElementsOf(NUMBERS);
    JsonObject golden = golden().getAsJsonObject(type);
    JsonArray stats = golden.getAsJsonArray("stats_list");
    for (int i = 0; i < NUMBERS.size(); i++) {
      assertThat(numbers.get(NUMBERS.get(i)).getAsDouble())
          .as(NUMBERS.get(i))
          .isCloseTo(stats.get(i).getAsDouble(), within(1e-12));
    }
    JsonArray categories = report.getAsJsonObject("per_category").getAsJsonArray(type);
    assertThat(categories).hasSize(8);
    JsonObject person = categories.get(0).getAsJsonObject();
    assertThat(person.keySet()).containsExactly("id", "name", "AP");
    assertThat(person.get("id").getAsInt()).isEqualTo(1);
    assertThat(categories.get(7).getAsJsonObject().get("AP").getAsDouble())
        .as("nothing to find")
        .isEqualTo(-1);
  }

  private JsonObject evaluate(Path detections, String types) {
    Result result =
        Cli.run(
            "evaluate", "coco", "--gt", truth, "--dt", detections, "--iou", types, "--json", "-");
    assertThat(result.status()).as(result.err()).isZero();
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  @Test
  void tablesForPeopleAndTheDetectionsLeftOut() throws Exception {
    Path masks = copy("dt_segm.json");
    Path json = folder.resolve("out.json");
    Result result =
        Cli.run(
            "evaluate",
            "coco",
            "--gt",
            truth,
            "--dt",
            masks,
            "--iou",
            "segm,bbox,segm",
            "--json",
            json);
    assertThat(result.status()).isZero();
    assertThat(result.err())
        .isEqualTo(
            String.format(
                "mpvit evaluate coco: %s: left out 1 detection of a category that %s does not"
                    + " have%n",
                masks, truth));
    assertThat(result.out().lines())
        .hasSize(2 * (1 + NUMBERS.size() + 1 + 8))
        .startsWith(
            "segm",
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.337")
        .contains("segm AP per category", "bbox", "bbox AP per category");
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertThat(report.keySet()).containsExactly("segm", "bbox", "per_category", "provenance");
  }

  @Test
  void theReportSaysWhatItWasMadeOf() throws Exception {
    Path boxes = copy("dt_bbox.json");
    JsonObject provenance = evaluate(boxes, "bbox").getAsJsonObject("provenance");
    assertThat(provenance.keySet()).containsExactly("command", "mpvit", "gt", "dt", "settings");
    assertThat(provenance.get("mpvit").getAsString()).matches("[0-9]+\\..+");
    JsonObject counts = golden().getAsJsonObject("_counts");
    JsonObject gt = provenance.getAsJsonObject("gt");
    assertThat(gt.get("file").getAsString()).isEqualTo(truth.toString());
    assertThat(gt.get("sha256").getAsString()).isEqualTo(sha256(truth));
    assertThat(gt.get("images").getAsInt()).isEqualTo(counts.get("images").getAsInt());
    assertThat(gt.get("annotations").getAsInt()).isEqualTo(counts.get("annotations").getAsInt());
    JsonObject dt = provenance.getAsJsonObject("dt");
    assertThat(dt.get("sha256").getAsString()).isEqualTo(sha256(boxes));
    JsonObject settings = provenance.getAsJsonObject("settings");
    assertThat(settings.getAsJsonArray("iou_thresholds")).hasSize(10);
    assertThat(settings.get("max_detections").toString()).isEqualTo("[1,10,100]");
  }

  @Test
  void noDetectionsScoreNothing() throws Exception {
    Path none = Files.writeString(folder.resolve("none.json"), "[]");
    JsonObject report = evaluate(none, "bbox,segm");
    assertThat(report.getAsJsonObject("bbox").get("AP").getAsDouble()).isZero();
    assertThat(report.getAsJsonObject("segm").get("AR100").getAsDouble()).isZero();
  }

  @Test
  void whatIsWrongWithAFileIsSaidInOneLine() throws Exception {
    Path boxes = copy("dt_bbox.json");
    Path text = Files.writeString(folder.resolve("text.json"), "no JSON");
    Path cut = Files.writeString(folder.resolve("cut.json"), "[{\"image_id\": 1,");
    Path foreign =
        Files.writeString(
            folder.resolve("foreign.json"),
            "[{\"image_id\": 123456, \"category_id\": 1, \"bbox\": [0,0,1,1], \"score\": 1}]");
    Path missing = folder.resolve("missing.json");
    fails(missing + ": no such file", truth, missing, "bbox");
    fails(missing + ": no such file", missing, boxes, "bbox");
    fails(text + ": ", truth, text, "bbox");
    fails(text + ": ", text, boxes, "bbox");
    fails(cut + ": ", truth, cut, "bbox");
    fails(foreign + ": ", truth, foreign, "bbox");
    fails(boxes + ": detection ", truth, boxes, "segm");
  }

  private void fails(String message, Path gt, Path dt, String types) {
    Path json = folder.resolve("out.json");
    Result result =
        Cli.run("evaluate", "coco", "--gt", gt, "--dt", dt, "--iou", types, "--json", json);
    assertThat(result.err()).startsWith("mpvit evaluate coco: " + message).hasLineCount(1);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(json).doesNotExist();
  }

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = EvaluateCocoCommandTest.class.getResourceAsStream(GOLDENS + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static JsonObject golden() throws IOException {
    try (InputStream in =
        EvaluateCocoCommandTest.class.getResourceAsStream(GOLDENS + "expected.json")) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }
}
