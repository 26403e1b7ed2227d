/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.eval.CocoEvaluator;
import io.mpvit.detection.coco.eval.CocoParameters;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Scores the results of a run on the pictures that it evaluated. */
public final class DetectionScores {

  private DetectionScores() {}

  /**
   * Scores a results file.
   *
   * @param dataset the true objects
   * @param results a results file on that data set
   * @param evaluated ids of the pictures that count
   * @param types boxes, masks, or both
   * @return one summary per type
   * @throws IOException if the results cannot be read, or the data set lacks what is compared
   */
  public static List<CocoSummary> of(
      CocoDataset dataset, Path results, Set<Long> evaluated, List<IouType> types)
      throws IOException {
    CocoResults detections = CocoResults.read(results);
    CocoEvaluator evaluator = new CocoEvaluator(CocoParameters.PUBLISHED.withImages(evaluated));
    List<CocoSummary> summaries = new ArrayList<>();
    for (IouType type : types) {
      summaries.add(evaluator.evaluate(dataset, detections, type));
    }
    return summaries;
  }

  /**
   * Tells what can be compared: boxes, and masks if the detector and the data set have them.
   *
   * @param dataset the true objects
   * @param masks whether the detector has masks
   * @return the types
   */
  public static List<IouType> types(CocoDataset dataset, boolean masks) {
    boolean both =
        masks
            && IntStream.range(0, dataset.annotationCount())
                .allMatch(i -> dataset.maskSize(i).isPresent());
    return both ? List.of(IouType.BBOX, IouType.SEGM) : List.of(IouType.BBOX);
  }
}
