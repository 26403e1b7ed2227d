/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.mpvit.detection.coco.eval.AreaRange;
import io.mpvit.detection.coco.eval.CocoParameters;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.evaluation.DetectionScores;
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
    JsonObject json = DetectionScores.json(summaries);
    json.add("provenance", provenance(files, summaries));
    return json;
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
