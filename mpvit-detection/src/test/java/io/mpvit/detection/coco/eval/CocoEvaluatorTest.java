/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.mask.Rle;
import io.mpvit.testing.Npz;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CocoEvaluatorTest {
  private static final double EXACT = 1e-12;

  private final JsonObject expected = CocoGolden.json("expected.json");
  private final CocoDataset dataset = CocoGolden.dataset();

  private static CocoResults resultsFor(IouType type) {
    return CocoGolden.results("dt_" + type + ".json");
  }

  private static void check(JsonObject numbers, Map<String, Double> actual) {
    for (String name : numbers.keySet()) {
      assertThat(actual.get(name))
          .as(name)
          .isCloseTo(numbers.get(name).getAsDouble(), within(EXACT));
    }
  }

  private static CocoParameters published() {
    return CocoParameters.PUBLISHED;
  }

  @ParameterizedTest
  @EnumSource
  void givesTheNumbersOfTheReference(IouType type) throws IOException {
    CocoSummary summary = new CocoEvaluator().evaluate(dataset, resultsFor(type), type);
    JsonObject run = expected.getAsJsonObject(type.toString());
    check(run.getAsJsonObject("stats"), summary.numbers());
    assertThat(summary.numbers().keySet())
        .containsExactlyElementsOf(run.getAsJsonObject("stats").keySet());
    for (int k = 0; k < summary.categories().size(); k++) {
      String id = String.valueOf(summary.categories().get(k).id());
      JsonObject numbers = run.getAsJsonObject("per_category").getAsJsonObject(id);
      check(numbers, summary.numbersOf(k));
      assertThat(summary.averagePrecision(k)).isEqualTo(summary.numbersOf(k).get("AP"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheCurvesOfTheReference(IouType type) throws IOException {
    CocoCurves curves = new CocoEvaluator().evaluate(dataset, resultsFor(type), type).curves();
    Npz golden = Npz.resource("/reference/coco_eval/expected.npz");
    double[] precision = golden.doubles(type + "_precision");
    double[] scores = golden.doubles(type + "_scores");
    double[] recall = golden.doubles(type + "_recall");
    long[] shape = golden.shape(type + "_precision");
    int at = 0;
    int atRecall = 0;
    for (int t = 0; t < shape[0]; t++) {
      for (int r = 0; r < shape[1]; r++) {
        for (int k = 0; k < shape[2]; k++) {
          for (int a = 0; a < shape[3]; a++) {
            for (int m = 0; m < shape[4]; m++) {
              assertThat(curves.precision(t, r, k, a, m)).isCloseTo(precision[at], within(EXACT));
              assertThat(curves.score(t, r, k, a, m)).isCloseTo(scores[at++], within(EXACT));
              if (r == 0) {
                assertThat(curves.recall(t, k, a, m)).isCloseTo(recall[atRecall++], within(EXACT));
              }
            }
          }
        }
      }
    }
    assertThat(at).isEqualTo(precision.length);
    assertThat(atRecall).isEqualTo(recall.length);
  }

  @Test
  void masksWithBoxesAreMeasuredByEither() throws IOException {
    CocoResults merged = CocoGolden.merged();
    CocoParameters byBox = published().withMaskArea(MaskArea.BOX_IF_GIVEN);
    check(
        expected.getAsJsonObject("segm_with_bbox").getAsJsonObject("stats"),
        new CocoEvaluator(byBox).evaluate(dataset, merged, IouType.SEGM).numbers());
    JsonObject segm = expected.getAsJsonObject("segm").getAsJsonObject("stats");
    check(segm, new CocoEvaluator().evaluate(dataset, merged, IouType.SEGM).numbers());
    CocoResults masks = resultsFor(IouType.SEGM);
    check(segm, new CocoEvaluator(byBox).evaluate(dataset, masks, IouType.SEGM).numbers());
  }

  @Test
  void mergesClassesForProposalRecall() throws IOException {
    CocoSummary summary =
        new CocoEvaluator(published().withClassAgnostic(true))
            .evaluate(dataset, resultsFor(IouType.BBOX), IouType.BBOX);
    check(
        expected.getAsJsonObject("bbox_class_agnostic").getAsJsonObject("stats"),
        summary.numbers());
    assertThat(summary.categories()).hasSize(1);
  }

  @Test
  void takesOtherLimits() throws IOException {
    CocoSummary summary =
        new CocoEvaluator(published().withLimits(List.of(1, 10, 20)))
            .evaluate(dataset, resultsFor(IouType.BBOX), IouType.BBOX);
    check(
        expected.getAsJsonObject("bbox_maxdets_1_10_20").getAsJsonObject("stats"),
        summary.numbers());
    assertThat(summary.table()).contains("area=   all | maxDets= 20 ] = 0.349");
  }

  @Test
  void printsTheCustomaryTable() throws IOException {
    CocoSummary summary =
        new CocoEvaluator().evaluate(dataset, resultsFor(IouType.BBOX), IouType.BBOX);
    assertThat(summary.table().lines())
        .hasSize(12)
        .startsWith(
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.339",
            " Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.430",
            " Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ] = 0.345",
            " Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = 0.347")
        .contains(
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = 0.108",
            " Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 0.725");
    assertThat(summary.categoryTable().lines())
        .hasSize(8)
        .startsWith("      1  cat1   0.413")
        .endsWith("     90  cat90      -");
  }

  /** By the published rule: only the images asked for, as if the files held no others. */
  @Test
  void someImagesCountAsIfThereWereNoOthers() throws IOException {
    Set<Long> half =
        dataset.images().stream()
            .map(image -> image.id())
            .sorted()
            .limit(11)
            .collect(Collectors.toSet());
    CocoResults boxes = resultsFor(IouType.BBOX);
    CocoResults.Builder kept = new CocoResults.Builder("kept");
    for (int i = 0; i < boxes.size(); i++) {
      if (half.contains(boxes.imageId(i))) {
        kept.add(boxes.imageId(i), boxes.categoryId(i), boxes.score(i), boxes.box(i), null);
      }
    }
    CocoEvaluator evaluator = new CocoEvaluator(published().withImages(half));
    Map<String, Double> numbers = evaluator.evaluate(dataset, boxes, IouType.BBOX).numbers();
    assertThat(evaluator.evaluate(dataset, kept.build(), IouType.BBOX).numbers())
        .isEqualTo(numbers);
    assertThat(numbers)
        .isNotEqualTo(new CocoEvaluator().evaluate(dataset, boxes, IouType.BBOX).numbers());
    assertThatThrownBy(
            () ->
                new CocoEvaluator(published().withImages(Set.of(4711L)))
                    .evaluate(dataset, boxes, IouType.BBOX))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageContaining("no image with id 4711");
  }

  private static final String TRUTH =
      """
      {"images": [{"id": 1, "height": 10, "width": 20}],
       "categories": [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}],
       "annotations": [
         {"id": 7, "image_id": 1, "category_id": 1, "bbox": [2, 3, 5, 4], "area": 20,
          "iscrowd": 0, "segmentation": [[2, 3, 7, 3, 7, 7, 2, 7]]}]}
      """;

  private static CocoDataset truth(String json) throws IOException {
    return CocoDataset.read("gt.json", new StringReader(json));
  }

  private static CocoResults found(String json) throws IOException {
    return CocoResults.read("dt.json", new StringReader(json));
  }

  @Test
  void nothingFoundScoresZeroWhereThereIsSomething() throws IOException {
    CocoSummary summary = new CocoEvaluator().evaluate(truth(TRUTH), found("[]"), IouType.SEGM);
    assertThat(summary.numbers()).containsEntry("AP", 0.0).containsEntry("AR100", 0.0);
    assertThat(summary.numbers()).containsEntry("APs", 0.0).containsEntry("APl", -1.0);
    assertThat(summary.averagePrecision(0)).isZero();
    assertThat(summary.averagePrecision(1)).isEqualTo(-1);
    assertThat(summary.curves().recall(0, 0, 0, 2)).isZero();
  }

  @Test
  void anEmptyDataSetIsUndefined() throws IOException {
    CocoDataset empty = truth("{\"images\": [], \"categories\": [], \"annotations\": []}");
    for (boolean agnostic : new boolean[] {false, true}) {
      CocoEvaluator evaluator = new CocoEvaluator(published().withClassAgnostic(agnostic));
      CocoSummary summary = evaluator.evaluate(empty, found("[]"), IouType.BBOX);
      assertThat(summary.numbers().values()).containsOnly(-1.0);
      assertThat(summary.table().lines()).hasSize(12).allMatch(line -> line.endsWith("= -1.000"));
    }
  }

  @Test
  void aDetectionThatFitsScoresOne() throws IOException {
    Rle mask = truth(TRUTH).mask(0);
    CocoResults results =
        new CocoResults.Builder("made").add(1, 1, 1, null, mask).add(1, 99, 1, null, mask).build();
    for (IouType type : IouType.values()) {
      CocoSummary summary = new CocoEvaluator().evaluate(truth(TRUTH), results, type);
      assertThat(summary.numbers().get("AP")).isCloseTo(1, within(EXACT));
      assertThat(summary.numbers()).containsEntry("AR1", 1.0);
      assertThat(summary.droppedDetections()).isEqualTo(1);
    }
  }

  @Test
  void zeroSizedBoxesNeverMatch() throws IOException {
    CocoDataset flat = truth(TRUTH.replace("[2, 3, 5, 4]", "[2, 3, 5, 0]"));
    CocoResults.Builder results = new CocoResults.Builder("flat");
    results.add(1, 1, 1, new CocoBox(2, 3, 5, 0), null);
    CocoSummary summary = new CocoEvaluator().evaluate(flat, results.build(), IouType.BBOX);
    assertThat(summary.numbers()).containsEntry("AP", 0.0);
  }

  @Test
  void saysWhichEntryDoesNotFit() throws IOException {
    CocoDataset good = truth(TRUTH);
    String box = "[{\"image_id\": 1, \"category_id\": 1, \"score\": 1, \"bbox\": [2, 3, 5, 4]}]";
    String wide =
        "[{\"image_id\":1,\"category_id\":1,\"score\":1,"
            + "\"segmentation\":{\"size\":[20,10],\"counts\":[200]}}]";
    refuses(
        good,
        found(box.replace("image_id\": 1", "image_id\": 5")),
        IouType.BBOX,
        "dt.json: detection 1 is in image 5, which gt.json does not have");
    refuses(good, found(box), IouType.SEGM, "dt.json: detection 1 has no segmentation");
    refuses(
        good,
        found(wide),
        IouType.SEGM,
        "dt.json: detection 1 has a mask of 10 x 20 pixels (width x height), image 1 is of 20 x"
            + " 10");
    refuses(
        truth(TRUTH.replace("\"area\": 20,", "")),
        found(box),
        IouType.BBOX,
        "gt.json: annotation 7 (annotations[0]) has no area");
    refuses(
        truth(TRUTH.replace("\"bbox\": [2, 3, 5, 4],", "")),
        found(box),
        IouType.BBOX,
        "gt.json: annotation 7 (annotations[0]) has no bbox");
    refuses(
        truth(TRUTH.replace("[[2, 3, 7, 3, 7, 7, 2, 7]]", "[]")),
        found(box),
        IouType.SEGM,
        "gt.json: annotation 7 (annotations[0]) has no mask");
    refuses(
        truth(TRUTH.replace("\"height\": 10,", "")),
        found(box),
        IouType.SEGM,
        "annotation 7 (annotations[0]) has no mask, or its image no size");
  }

  @Test
  void whatCanBeScoredIsScored() throws IOException {
    CocoDataset truth =
        truth(
            TRUTH.replace(
                "\"annotations\": [",
                "\"annotations\": [{\"id\": 8, \"image_id\": 1, \"category_id\": 1, \"bbox\": [9,"
                    + " 9, 5, 1]}, {\"image_id\": 1, \"category_id\": 2, \"segmentation\": [[2, 3,"
                    + " 7, 3, 7, 7, 2, 7]]},"));
    ScoredTruth masks = ScoredTruth.of(truth, IouType.SEGM);
    assertThat(masks.dataset().annotationCount()).isEqualTo(2);
    assertThat(masks.dataset().annotation(0).area()).isEqualTo(20);
    assertThat(masks.notes())
        .containsExactly(
            "gt.json: annotation 8 (annotations[0]): not scored by segm: it has no mask of known"
                + " size",
            "gt.json: 1 annotations have no area: that of their mask is taken");
    ScoredTruth boxes = ScoredTruth.of(truth, IouType.BBOX);
    assertThat(boxes.dataset().annotationCount()).isEqualTo(2);
    assertThat(boxes.dataset().annotation(0).area()).isEqualTo(5);
    assertThat(boxes.dataset().annotation(1).area()).as("as in the file").isEqualTo(20);
    assertThat(boxes.notes())
        .containsExactly(
            "gt.json: annotations[1]: not scored by bbox: it has no bbox",
            "gt.json: 1 annotations have no area: that of their box is taken");
    assertThat(truth.annotation(0).area()).as("unchanged").isNaN();
    assertThatThrownBy(
            () ->
                ScoredTruth.of(
                    truth(TRUTH.replace("[[2, 3, 7, 3, 7, 7, 2, 7]]", "[]")), IouType.SEGM))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageContaining("none of its 1 annotations can be scored by segm");
  }

  private static void refuses(
      CocoDataset dataset, CocoResults results, IouType type, String reason) {
    assertThatThrownBy(() -> new CocoEvaluator().evaluate(dataset, results, type))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void boxesBesideMasksMustBeThereForAllOrNone() throws IOException {
    Rle mask = truth(TRUTH).mask(0);
    CocoResults results =
        new CocoResults.Builder("mixed")
            .add(1, 1, 1, new CocoBox(2, 3, 5, 4), mask)
            .add(1, 1, 0.5, null, mask)
            .build();
    CocoEvaluator byBox = new CocoEvaluator(published().withMaskArea(MaskArea.BOX_IF_GIVEN));
    assertThatThrownBy(() -> byBox.evaluate(truth(TRUTH), results, IouType.SEGM))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageContaining("mixed: detection 2 has no bbox");
    assertThat(
            new CocoEvaluator().evaluate(truth(TRUTH), results, IouType.SEGM).averagePrecision(0))
        .isCloseTo(1, within(EXACT));
  }

  @Test
  void parametersAreChecked() {
    assertThat(published().iouThresholds())
        .containsExactly(0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.8999999999999999, 0.95);
    assertThat(published().recallPoints()).hasSize(101).contains(0.5700000000000001);
    assertThatThrownBy(() -> published().withLimits(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limits");
    assertThatThrownBy(() -> published().withLimits(List.of(10, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ascending");
    assertThatThrownBy(() -> IouType.of("keypoints"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected bbox or segm, found keypoints");
    assertThat(IouType.of("segm")).isEqualTo(IouType.SEGM);
  }
}
