/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is averaged. {@link #PUBLISHED} gives the numbers of the COCO benchmark.
 *
 * @param iouThresholds overlaps from which a detection counts as right, ascending, at most 32
 * @param recallPoints recalls at which precision is sampled, ascending
 * @param areaRanges sizes that are scored apart; the first is that of the main numbers
 * @param limits how many detections count per image and category, ascending
 * @param classAgnostic whether all categories are one, as in proposal recall; limits are then per
 *     image
 * @param maskArea how large detected masks are taken to be
 * @param imageIds the images that take part, or none for all of the data set
 */
public record CocoParameters(
    List<Double> iouThresholds,
    List<Double> recallPoints,
    List<AreaRange> areaRanges,
    List<Integer> limits,
    boolean classAgnostic,
    MaskArea maskArea,
    Optional<Set<Long>> imageIds) {

  private static final int MAX_THRESHOLDS = 32;

  /** Ten overlaps from 0.5 to 0.95, 101 recalls, four sizes, at most 1, 10 and 100 detections. */
  public static final CocoParameters PUBLISHED =
      new CocoParameters(
          publishedThresholds(),
          publishedRecalls(),
          AreaRange.PUBLISHED,
          List.of(1, 10, 100),
          false,
          MaskArea.PIXELS,
          Optional.empty());

  /**
   * Checks and copies the arguments.
   *
   * @throws IllegalArgumentException if a list is empty or not ascending, or has values out of
   *     range
   */
  public CocoParameters {
    iouThresholds = List.copyOf(iouThresholds);
    recallPoints = List.copyOf(recallPoints);
    areaRanges = List.copyOf(areaRanges);
    limits = List.copyOf(limits);
    imageIds = imageIds.map(Set::copyOf);
    Objects.requireNonNull(maskArea, "maskArea");
    checkAscending("iouThresholds", iouThresholds, 0, 1);
    checkAscending("recallPoints", recallPoints, 0, 1);
    checkAscending(
        "limits", limits.stream().map(Integer::doubleValue).toList(), 1, Integer.MAX_VALUE);
    if (iouThresholds.size() > MAX_THRESHOLDS || areaRanges.isEmpty()) {
      throw new IllegalArgumentException(
          "expected at most 32 thresholds and at least one area range, found "
              + iouThresholds
              + " and "
              + areaRanges);
    }
  }

  private static void checkAscending(String name, List<Double> values, double min, double max) {
    boolean ascending =
        IntStream.range(1, values.size()).allMatch(i -> values.get(i) > values.get(i - 1));
    if (values.isEmpty()
        || !ascending
        || !(values.get(0) >= min && values.get(values.size() - 1) <= max)) {
      throw new IllegalArgumentException(
          name + ": expected ascending values from " + min + " to " + max + ", found " + values);
    }
  }

  /** The bits of NumPy's linspace, which differ from {@code 0.5 + 0.05 * k} at some k. */
  private static List<Double> publishedThresholds() {
    double step = (0.95 - 0.5) / 9;
    return IntStream.range(0, 10).mapToObj(k -> k == 9 ? 0.95 : 0.5 + k * step).toList();
  }

  /** As above: {@code i * 0.01} and not {@code i / 100.0}. */
  private static List<Double> publishedRecalls() {
    return IntStream.range(0, 101).mapToObj(i -> i == 100 ? 1.0 : i * 0.01).toList();
  }

  /**
   * Changes how many detections count.
   *
   * @param newLimits per image and category, ascending
   * @return changed parameters
   */
  public CocoParameters withLimits(List<Integer> newLimits) {
    return new CocoParameters(
        iouThresholds, recallPoints, areaRanges, newLimits, classAgnostic, maskArea, imageIds);
  }

  /**
   * Treats all categories as one, or not.
   *
   * @param agnostic whether categories are merged
   * @return changed parameters
   */
  public CocoParameters withClassAgnostic(boolean agnostic) {
    return new CocoParameters(
        iouThresholds, recallPoints, areaRanges, limits, agnostic, maskArea, imageIds);
  }

  /**
   * Changes the area of detected masks.
   *
   * @param area the rule
   * @return changed parameters
   */
  public CocoParameters withMaskArea(MaskArea area) {
    return new CocoParameters(
        iouThresholds, recallPoints, areaRanges, limits, classAgnostic, area, imageIds);
  }

  /**
   * Restricts the evaluation to some images; true objects of others are not counted.
   *
   * @param ids ids of images
   * @return changed parameters
   */
  public CocoParameters withImages(Set<Long> ids) {
    return new CocoParameters(
        iouThresholds, recallPoints, areaRanges, limits, classAgnostic, maskArea, Optional.of(ids));
  }

  /** The largest limit: how many detections of an image and category are looked at. */
  int maxLimit() {
    return limits.get(limits.size() - 1);
  }
}
