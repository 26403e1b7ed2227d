/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.anchor.AnchorDecoder;
import io.mpvit.detection.anchor.AnchorLevel;
import io.mpvit.detection.box.Candidates;
import io.mpvit.detection.box.TopScores;
import io.mpvit.image.ImageSize;
import java.util.Arrays;

/**
 * detectron2's rule: the pairs of anchor and class whose probability exceeds the threshold, at most
 * the 1000 best of them, their boxes as predicted.
 *
 * @param head the head that made the predictions
 * @param thresholds what to keep
 */
record PairSelector(RetinaNetHeadConfig head, RetinaNetThresholds thresholds)
    implements LevelSelector {

  @Override
  public Candidates select(AnchorLevel level, NDArray logits, NDArray deltas, ImageSize size) {
    TopScores top = TopScores.select(logits, logitBound(), thresholds.candidatesPerLevel());
    if (top.size() == 0) {
      return Candidates.NONE;
    }
    float[] probabilities = LevelSelector.sigmoid(logits, top.values());
    return decode(level, logits.getShape(), top.positions(), probabilities, deltas.toFloatArray());
  }

  /**
   * The score threshold as a logit, a little lower, so that no probability above the threshold is
   * lost to rounding; {@link #decode} applies the exact one.
   */
  private float logitBound() {
    double p = thresholds.score();
    return (float) (Math.log(p / (1 - p)) - 1e-3);
  }

  private Candidates decode(
      AnchorLevel level, Shape map, int[] positions, float[] probabilities, float[] deltas) {
    int width = Math.toIntExact(map.get(2));
    int cells = Math.toIntExact(map.get(1)) * width;
    int[] cellAnchors = new int[positions.length]; // in [A, H, W]
    float[] scores = new float[positions.length];
    int[] classes = new int[positions.length];
    int n = 0;
    for (int i = 0; i < positions.length; i++) {
      if (probabilities[i] > thresholds.score()) {
        int channel = positions[i] / cells;
        cellAnchors[n] = channel / head.classes() * cells + positions[i] % cells;
        scores[n] = probabilities[i];
        classes[n++] = channel % head.classes();
      }
    }
    float[] boxes =
        new AnchorDecoder(level, head.coder())
            .decode(deltas, cells, width, Arrays.copyOf(cellAnchors, n));
    return new Candidates(boxes, Arrays.copyOf(scores, n), Arrays.copyOf(classes, n));
  }
}
