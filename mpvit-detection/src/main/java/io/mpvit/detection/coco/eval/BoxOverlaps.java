/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoResults;

/** Overlaps of boxes. A detection that has only a mask stands for the bounds of the mask. */
final class BoxOverlaps implements Overlaps {
  private final EvaluationInput input;
  private final Candidates candidates;

  BoxOverlaps(EvaluationInput input) throws CocoFormatException {
    this.input = input;
    this.candidates = input.candidates();
    for (int slot = 0; slot < candidates.truthSlots(); slot++) {
      if (input.truth(slot).box() == null) {
        throw input.badTruth(slot, "has no bbox");
      }
    }
  }

  @Override
  public void fill(int group, double[] out) {
    int truthStart = candidates.truthStart(group);
    CocoAnnotation[] truths = new CocoAnnotation[candidates.truthStart(group + 1) - truthStart];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = input.truth(truthStart + i);
    }
    int n = 0;
    for (int d = candidates.detectionStart(group); d < candidates.detectionStart(group + 1); d++) {
      CocoBox box = input.results().box(candidates.detection(d));
      for (CocoAnnotation truth : truths) {
        out[n++] = box.iou(truth.box(), truth.crowd());
      }
    }
  }

  @Override
  public double area(int slot) {
    int detection = candidates.detection(slot);
    CocoResults results = input.results();
    return results.hasBox(detection) ? results.box(detection).area() : results.maskArea(detection);
  }
}
