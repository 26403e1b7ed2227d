/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.eval.CocoEvaluator;
import io.mpvit.detection.coco.eval.CocoParameters;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.detection.coco.eval.ScoredTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Scores the results of a run on the pictures that it evaluated. */
public final class DetectionScores {

  private static final Gson GSON = new Gson();

  private DetectionScores() {}

  /**
   * Scores a results file.
   *
   * @param dataset the true objects
   * @param results a results file on that data set
   * @param evaluated ids of the pictures that count
   * @param types boxes, masks, or both
   * @param notes gets lines about objects that cannot be scored, and about areas that are filled in
   * @return one summary per type
   * @throws IOException if the results cannot be read, or the data set lacks what is compared
   */
  public static List<CocoSummary> of(
      CocoDataset dataset,
      Path results,
      Set<Long> evaluated,
      List<IouType> types,
      Consumer<String> notes)
      throws IOException {
    CocoResults detections = CocoResults.read(results);
    CocoEvaluator evaluator = new CocoEvaluator(CocoParameters.PUBLISHED.withImages(evaluated));
    List<CocoSummary> summaries = new ArrayList<>();
    Set<String> said = new LinkedHashSet<>();
    for (IouType type : types) {
      ScoredTruth truth = ScoredTruth.of(dataset, type);
      said.addAll(truth.notes());
      summaries.add(evaluator.evaluate(truth.dataset(), detections, type));
    }
    said.forEach(notes);
    return summaries;
  }

  /**
   * Tells what can be compared: boxes, and masks if the detector has them and any object of the
   * data set has one.
   *
   * @param dataset the true objects
   * @param masks whether the detector has masks
   * @return the types
   */
  public static List<IouType> types(CocoDataset dataset, boolean masks) {
    boolean both =
        masks
            && IntStream.range(0, dataset.annotationCount())
                .anyMatch(i -> dataset.maskSize(i).isPresent());
    return both ? List.of(IouType.BBOX, IouType.SEGM) : List.of(IouType.BBOX);
  }

  /**
   * The numbers as JSON: {@code {"bbox": {"AP", ...}, "segm": {...}, "per_category": {...}}}.
   *
   * @param summaries one per type
   * @return fractions; -1 where undefined
   */
  public static JsonObject json(List<CocoSummary> summaries) {
    JsonObject json = new JsonObject();
    JsonObject perCategory = new JsonObject();
    for (CocoSummary summary : summaries) {
      String type = summary.type().toString();
      json.add(type, GSON.toJsonTree(summary.numbers()));
      perCategory.add(type, perCategory(summary));
    }
    json.add("per_category", perCategory);
    return json;
  }

  private static JsonArray perCategory(CocoSummary summary) {
    JsonArray rows = new JsonArray();
    for (int k = 0; k < summary.categories().size(); k++) {
      CocoCategory category = summary.categories().get(k);
      JsonObject row = new JsonObject();
      row.addProperty("id", category.id());
      row.addProperty("name", category.name());
      row.addProperty("AP", summary.averagePrecision(k));
      rows.add(row);
    }
    return rows;
  }
}
