/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoResults;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores detections as the COCO benchmark does.
 *
 * <pre>{@code
 * CocoDataset truth = CocoDataset.read(Path.of("instances_val2017.json"));
 * CocoResults found = CocoResults.read(Path.of("detections.json"));
 * System.out.print(new CocoEvaluator().evaluate(truth, found, IouType.BBOX).table());
 * }</pre>
 *
 * <p>The work is spread over the common fork-join pool; the result does not depend on that.
 */
public final class CocoEvaluator {
  /** Enough pieces to keep the processors equally busy. */
  private static final int TASKS = 256;

  private final CocoParameters parameters;

  /** Evaluates with the parameters of the benchmark. */
  public CocoEvaluator() {
    this(CocoParameters.PUBLISHED);
  }

  /**
   * Evaluates with other parameters.
   *
   * @param parameters what is averaged
   */
  public CocoEvaluator(CocoParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Scores detections. Those of categories that the data set does not have are left out and counted
   * in {@link CocoSummary#droppedDetections}. An empty list scores 0 wherever there is an object.
   *
   * @param dataset the true objects
   * @param results the detections
   * @param type boxes or masks
   * @return the scores
   * @throws CocoFormatException if a detection is in an image that the data set does not have, or
   *     an object or detection lacks its area, box or mask, or masks of an image differ in size
   */
  public CocoSummary evaluate(CocoDataset dataset, CocoResults results, IouType type)
      throws CocoFormatException {
    Candidates candidates = new Candidates(dataset, results, parameters);
    EvaluationInput input = new EvaluationInput(dataset, results, parameters, candidates);
    for (int slot = 0; slot < candidates.truthSlots(); slot++) {
      if (Double.isNaN(input.truth(slot).area())) {
        throw input.badTruth(slot, "has no area");
      }
    }
    Matches matches = match(input, Overlaps.of(type, input));
    CocoCurves curves = new CocoCurves(parameters, candidates.categories());
    IntStream.range(0, candidates.categories())
        .parallel()
        .forEach(k -> new CategoryAccumulator(input, matches, curves, k).accumulate());
    List<CocoCategory> categories =
        parameters.classAgnostic()
            ? List.of(new CocoCategory(-1, "all categories"))
            : dataset.categories();
    return new CocoSummary(type, parameters, categories, curves, candidates.dropped());
  }

  static Matches match(EvaluationInput input, Overlaps overlaps) {
    Candidates candidates = input.candidates();
    Matches matches =
        new Matches(input.parameters().areaRanges().size(), candidates.detectionSlots());
    long groups = candidates.groups();
    IntStream.range(0, TASKS)
        .parallel()
        .forEach(
            task -> {
              GroupMatcher matcher = new GroupMatcher(input, overlaps, matches);
              int end = (int) (groups * (task + 1) / TASKS);
              for (int group = (int) (groups * task / TASKS); group < end; group++) {
                matcher.match(group);
              }
            });
    return matches;
  }
}
