/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The customary scores of semantic segmentation, as fractions. Those of a class that is neither
 * predicted nor labelled are NaN and left out of the means. A class that is predicted but never
 * labelled has IoU 0, which counts in the mean, and no accuracy.
 *
 * @param iou per class, intersection over union
 * @param accuracy per class, the share of its labelled pixels that are found
 * @param dice per class, twice the intersection over predicted plus labelled pixels
 * @param meanIou mIoU
 * @param meanAccuracy mAcc
 * @param meanDice mDice
 * @param pixelAccuracy aAcc, the share of all labelled pixels that are found
 */
public record SegmentationScores(
    List<Double> iou,
    List<Double> accuracy,
    List<Double> dice,
    double meanIou,
    double meanAccuracy,
    double meanDice,
    double pixelAccuracy) {

  private static final double HUNDRED = 100;

  /** Copies the lists. */
  public SegmentationScores {
    iou = List.copyOf(iou);
    accuracy = List.copyOf(accuracy);
    dice = List.copyOf(dice);
  }

  static SegmentationScores of(PixelCounts counts) {
    long[] both = counts.intersect();
    long[] union = counts.union();
    long[] predicted = counts.predicted();
    long[] labelled = counts.labelled();
    int classes = both.length;
    List<Double> iou = perClass(classes, c -> (double) both[c] / union[c]);
    List<Double> accuracy = perClass(classes, c -> (double) both[c] / labelled[c]);
    List<Double> dice =
        perClass(classes, c -> (double) (2 * both[c]) / (predicted[c] + labelled[c]));
    return new SegmentationScores(
        iou,
        accuracy,
        dice,
        mean(iou),
        mean(accuracy),
        mean(dice),
        (double) Arrays.stream(both).sum() / Arrays.stream(labelled).sum());
  }

  private static List<Double> perClass(int classes, IntToDoubleFunction score) {
    return IntStream.range(0, classes).mapToDouble(score).boxed().toList();
  }

  private static double mean(List<Double> scores) {
    double sum = 0;
    int count = 0;
    for (double score : scores) {
      if (!Double.isNaN(score)) {
        sum += score;
        count++;
      }
    }
    return sum / count;
  }

  /**
   * The scores for programs: {@code mIoU}, {@code mAcc}, {@code aAcc} and, per class, {@code IoU}.
   *
   * @return fractions at full precision; null for what does not occur, because JSON has no NaN
   */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.add("mIoU", number(meanIou));
    json.add("mAcc", number(meanAccuracy));
    json.add("aAcc", number(pixelAccuracy));
    JsonArray perClass = new JsonArray();
    iou.forEach(value -> perClass.add(number(value)));
    json.add("IoU", perClass);
    return json;
  }

  private static JsonElement number(double value) {
    return Double.isNaN(value) ? JsonNull.INSTANCE : new JsonPrimitive(value);
  }

  /**
   * The means for people, in percent.
   *
   * @return such as {@code mIoU 48.25, mAcc 60.56, aAcc 82.43}
   */
  public String summary() {
    return "mIoU %s, mAcc %s, aAcc %s"
        .formatted(text(meanIou), text(meanAccuracy), text(pixelAccuracy));
  }

  /**
   * A score as a table has it.
   *
   * @param fraction the score
   * @return percent with two decimals; a dash for what does not occur
   */
  public static String text(double fraction) {
    return Double.isNaN(fraction) ? "-" : String.format(Locale.ROOT, "%.2f", percent(fraction));
  }

  /**
   * A score as it is printed.
   *
   * @param fraction the score
   * @return percent with two decimals, halves to the even digit
   */
  public static double percent(double fraction) {
    return Math.rint(fraction * HUNDRED * HUNDRED) / HUNDRED;
  }
}
