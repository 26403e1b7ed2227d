/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.mpvit.segmentation.SegmentationClasses;
import io.mpvit.segmentation.eval.SegmentationScores;
import java.util.Locale;

/** Scores of a segmenter, for people and as JSON. */
final class SegmentationReport {

  private SegmentationReport() {}

  /** One row per class, in percent; a dash for what does not occur. */
  static TextTable table(SegmentationScores scores, SegmentationClasses classes) {
    TextTable table = new TextTable("rlrrr", "class", "name", "IoU", "Acc", "Dice");
    for (int c = 0; c < classes.size(); c++) {
      table.row(
          Integer.toString(c),
          classes.name(c),
          percent(scores.iou().get(c)),
          percent(scores.accuracy().get(c)),
          percent(scores.dice().get(c)));
    }
    return table;
  }

  /** The means, in percent. */
  static String summary(SegmentationScores scores) {
    return "mIoU %s, mAcc %s, aAcc %s"
        .formatted(
            percent(scores.meanIou()),
            percent(scores.meanAccuracy()),
            percent(scores.pixelAccuracy()));
  }

  private static String percent(double fraction) {
    return Double.isNaN(fraction)
        ? "-"
        : String.format(Locale.ROOT, "%.2f", SegmentationScores.percent(fraction));
  }

  /** Fractions at full precision; null for what does not occur. */
  static JsonObject json(SegmentationScores scores) {
    JsonObject json = new JsonObject();
    json.add("mIoU", number(scores.meanIou()));
    json.add("mAcc", number(scores.meanAccuracy()));
    json.add("aAcc", number(scores.pixelAccuracy()));
    JsonArray iou = new JsonArray();
    scores.iou().forEach(value -> iou.add(number(value)));
    json.add("IoU", iou);
    return json;
  }

  /** JSON has no NaN. */
  private static JsonElement number(double value) {
    return Double.isNaN(value) ? JsonNull.INSTANCE : new JsonPrimitive(value);
  }
}
