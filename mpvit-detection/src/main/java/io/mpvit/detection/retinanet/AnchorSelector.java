/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.anchor.AnchorDecoder;
import io.mpvit.detection.anchor.AnchorLevel;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.Candidates;
import io.mpvit.detection.box.TopScores;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.HostArrays;
import java.util.Arrays;

/**
 * mmdetection's rule: the 1000 anchors whose best class is best, then all their classes above the
 * threshold, boxes cut to the image. An anchor whose box is no number is left out.
 *
 * @param head the head that made the predictions
 * @param thresholds what to keep
 */
record AnchorSelector(RetinaNetHeadConfig head, RetinaNetThresholds thresholds)
    implements LevelSelector {

  @Override
  public Candidates select(AnchorLevel level, NDArray logits, NDArray deltas, ImageSize size) {
    Shape map = logits.getShape();
    int width = Math.toIntExact(map.get(2));
    int cells = Math.toIntExact(map.get(1)) * width;
    NDArray best =
        logits.reshape(-1, head.classes(), map.get(1), map.get(2)).max(new int[] {1}); // [A, H, W]
    TopScores top =
        TopScores.select(best, Float.NEGATIVE_INFINITY, thresholds.candidatesPerLevel());
    if (top.size() == 0) {
      return Candidates.NONE;
    }
    float[] boxes =
        new AnchorDecoder(level, head.coder())
            .decode(deltas.toFloatArray(), cells, width, top.positions());
    return pairs(boxes, probabilities(logits, cells, top.positions()), size);
  }

  /** The probabilities of all classes of some anchors, row by row. */
  private float[] probabilities(NDArray logits, int cells, int[] anchors) {
    int classes = head.classes();
    long[] places = new long[anchors.length * classes];
    for (int i = 0; i < anchors.length; i++) {
      long first = (long) anchors[i] / cells * classes * cells + anchors[i] % cells;
      for (int k = 0; k < classes; k++) {
        places[i * classes + k] = first + (long) k * cells;
      }
    }
    NDArray chosen =
        logits.flatten().gather(HostArrays.of(logits.getManager(), places, places.length), 0);
    return LevelSelector.sigmoid(logits, chosen.toFloatArray());
  }

  private Candidates pairs(float[] boxes, float[] probabilities, ImageSize size) {
    int classes = head.classes();
    float[] chosen = new float[4 * probabilities.length];
    float[] scores = new float[probabilities.length];
    int[] groups = new int[probabilities.length];
    int n = 0;
    for (int i = 0; i < probabilities.length; i++) {
      Box box = Box.at(boxes, i / classes);
      // A sum is finite only if its parts are; the sizes are not too large to be added.
      if (probabilities[i] > thresholds.score()
          && Float.isFinite(box.x1() + box.y1() + box.x2() + box.y2())) {
        Box cut = box.clipped(size.width(), size.height());
        chosen[4 * n] = cut.x1();
        chosen[4 * n + 1] = cut.y1();
        chosen[4 * n + 2] = cut.x2();
        chosen[4 * n + 3] = cut.y2();
        scores[n] = probabilities[i];
        groups[n++] = i % classes;
      }
    }
    return new Candidates(
        Arrays.copyOf(chosen, 4 * n), Arrays.copyOf(scores, n), Arrays.copyOf(groups, n));
  }
}
