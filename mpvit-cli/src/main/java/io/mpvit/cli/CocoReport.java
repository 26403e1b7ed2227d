/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.eval.AreaRange;
import io.mpvit.detection.coco.eval.CocoParameters;
import io.mpvit.detection.coco.eval.CocoSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An evaluation as JSON, with what it was made of. */
final class CocoReport {

  private static final Gson GSON = new Gson();

  private CocoReport() {}

  static JsonObject of(CocoFiles files, List<CocoSummary> summaries) throws IOException {
    JsonObject json = scores(summaries);
    json.add("provenance", provenance(files, summaries));
    return json;
  }

  /** The numbers, in all and per category. */
  static JsonObject scores(List<CocoSummary> summaries) {
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

  private static JsonObject provenance(CocoFiles files, List<CocoSummary> summaries)
      throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("command", "evaluate coco");
    json.addProperty("mpvit", Versions.mpvit());
    JsonObject truth = file(files.truth(), files.truthDigest());
    truth.addProperty("images", files.dataset().images().size());
    truth.addProperty("annotations", files.dataset().annotationCount());
    json.add("gt", truth);
    JsonObject detections = file(files.detections(), files.detectionsDigest());
    detections.addProperty("detections", files.results().size());
    detections.addProperty("left_out", summaries.get(0).droppedDetections());
    json.add("dt", detections);
    json.add("settings", settings(summaries.get(0).parameters()));
    return json;
  }

  /** A file that results depend on. */
  static JsonObject file(Path file, Optional<String> digest) {
    JsonObject json = new JsonObject();
    json.addProperty("file", file.toString());
    json.addProperty("sha256", digest.orElse(null));
    return json;
  }

  /** What was averaged over. */
  static JsonObject settings(CocoParameters parameters) {
    JsonObject json = new JsonObject();
    json.add("iou_thresholds", GSON.toJsonTree(parameters.iouThresholds()));
    json.addProperty("recall_points", parameters.recallPoints().size());
    JsonObject areas = new JsonObject();
    for (AreaRange range : parameters.areaRanges()) {
      areas.add(range.name(), GSON.toJsonTree(new double[] {range.min(), range.max()}));
    }
    json.add("area_ranges", areas);
    json.add("max_detections", GSON.toJsonTree(parameters.limits()));
    json.addProperty("mask_area", parameters.maskArea().name().toLowerCase(Locale.ROOT));
    return json;
  }
}
