/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoCategory;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The scores of an evaluation, as fractions; -1 where there is nothing to find.
 *
 * @param type boxes or masks
 * @param parameters what was averaged
 * @param categories the classes by ascending id, in the order of the curves; a single one of id -1
 *     if classes were merged
 * @param curves precision and recall of every cell
 * @param droppedDetections number of detections that were left out because the data set does not
 *     have their category
 */
public record CocoSummary(
    IouType type,
    CocoParameters parameters,
    List<CocoCategory> categories,
    CocoCurves curves,
    int droppedDetections) {

  private static final double HALF = 0.5;
  private static final double THREE_QUARTERS = 0.75;
  private static final Map<String, String> SIZES =
      Map.of("s", "small", "m", "medium", "l", "large");

  /**
   * Returns the numbers of the benchmark: AP, AP50, AP75, APs, APm, APl, one AR per limit (AR1,
   * AR10, AR100), ARs, ARm, ARl.
   *
   * @return by name, in the customary order
   */
  public Map<String, Double> numbers() {
    return numbers(0, categories.size());
  }

  /**
   * Returns the same numbers of one category.
   *
   * @param k position of the category
   * @return by name, in the customary order
   */
  public Map<String, Double> numbersOf(int k) {
    return numbers(k, k + 1);
  }

  private Map<String, Double> numbers(int fromCategory, int toCategory) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    Mean all = new Mean(fromCategory, toCategory, 0, parameters.limits().size() - 1);
    numbers.put("AP", all.precision(0, parameters.iouThresholds().size()));
    numbers.put("AP50", all.precisionAt(HALF));
    numbers.put("AP75", all.precisionAt(THREE_QUARTERS));
    for (String size : List.of("s", "m", "l")) {
      numbers.put("AP" + size, ofSize(all, size).precision(0, parameters.iouThresholds().size()));
    }
    for (int m = 0; m < parameters.limits().size(); m++) {
      Mean limited = new Mean(fromCategory, toCategory, 0, m);
      numbers.put("AR" + parameters.limits().get(m), limited.recall());
    }
    for (String size : List.of("s", "m", "l")) {
      numbers.put("AR" + size, ofSize(all, size).recall());
    }
    return numbers;
  }

  private Mean ofSize(Mean all, String size) {
    int range =
        IntStream.range(0, parameters.areaRanges().size())
            .filter(a -> parameters.areaRanges().get(a).name().equals(SIZES.get(size)))
            .findFirst()
            .orElse(-1);
    return new Mean(all.fromCategory, all.toCategory, range, all.limit);
  }

  /**
   * Returns the average precision of one category over all thresholds, at the largest limit.
   *
   * @param k position of the category
   * @return in [0, 1], or -1 if the category has no object
   */
  public double averagePrecision(int k) {
    return new Mean(k, k + 1, 0, parameters.limits().size() - 1)
        .precision(0, parameters.iouThresholds().size());
  }

  /**
   * Returns the numbers as the lines that COCO's tools print.
   *
   * @return one line per number, each with a line end
   */
  public String table() {
    return CocoTable.numbers(this);
  }

  /**
   * Returns the average precision per category as a text table.
   *
   * @return one line per category, by ascending id
   */
  public String categoryTable() {
    return CocoTable.categories(this);
  }

  /** Means over the defined cells of some categories, one area range and one limit. */
  private final class Mean {
    private final int fromCategory;
    private final int toCategory;
    private final int area;
    private final int limit;

    Mean(int fromCategory, int toCategory, int area, int limit) {
      this.fromCategory = fromCategory;
      this.toCategory = toCategory;
      this.area = area;
      this.limit = limit;
    }

    double precisionAt(double threshold) {
      int t = parameters.iouThresholds().indexOf(threshold);
      return t < 0 ? -1 : precision(t, t + 1);
    }

    double precision(int fromThreshold, int toThreshold) {
      DoubleSummaryStatistics mean = new DoubleSummaryStatistics();
      for (int t = fromThreshold; area >= 0 && t < toThreshold; t++) {
        for (int r = 0; r < parameters.recallPoints().size(); r++) {
          for (int k = fromCategory; k < toCategory; k++) {
            add(mean, curves.precision(t, r, k, area, limit));
          }
        }
      }
      return mean.getCount() == 0 ? -1 : mean.getAverage();
    }

    double recall() {
      DoubleSummaryStatistics mean = new DoubleSummaryStatistics();
      for (int t = 0; area >= 0 && t < parameters.iouThresholds().size(); t++) {
        for (int k = fromCategory; k < toCategory; k++) {
          add(mean, curves.recall(t, k, area, limit));
        }
      }
      return mean.getCount() == 0 ? -1 : mean.getAverage();
    }

    private static void add(DoubleSummaryStatistics mean, double value) {
      if (value > -1) {
        mean.accept(value);
      }
    }
  }
}
