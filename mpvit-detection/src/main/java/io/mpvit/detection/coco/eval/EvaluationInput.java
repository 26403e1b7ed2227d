/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoResults;

/**
 * What an evaluation looks at.
 *
 * @param dataset the true objects
 * @param results the detections
 * @param parameters what is averaged
 * @param candidates both, grouped
 */
record EvaluationInput(
    CocoDataset dataset, CocoResults results, CocoParameters parameters, Candidates candidates) {

  CocoAnnotation truth(int slot) {
    return dataset.annotation(candidates.truth(slot));
  }

  CocoFormatException badTruth(int slot, String problem) {
    return new CocoFormatException(
        dataset.name(), dataset.annotationName(candidates.truth(slot)) + " " + problem);
  }

  CocoFormatException badDetection(int slot, String problem) {
    return new CocoFormatException(
        results.name(), "detection " + (candidates.detection(slot) + 1) + " " + problem);
  }
}
