/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;
import java.util.Arrays;

/**
 * Chooses detections among classified regions: every pair of region and class above the score
 * threshold, its box clipped to the image, suppression per class, then the 100 best. A region with
 * any number that is not finite is dropped. Boxes that are empty after clipping stay; they vanish
 * when the result is mapped to the picture.
 *
 * @param thresholds what to keep
 */
record DetectionSelector(MaskRcnnThresholds thresholds) {

  /**
   * Selects.
   *
   * @param predictions the box stages' outputs for one image; its boxes are clipped in place
   * @param size the image's size without padding
   * @return detections by descending score, classes as groups
   */
  Candidates select(RegionPredictions predictions, ImageSize size) {
    int most = predictions.regions() * predictions.classes();
    int[] boxes = new int[most];
    float[] scores = new float[most];
    int[] classes = new int[most];
    int n = 0;
    for (int region = 0; region < predictions.regions(); region++) {
      if (!predictions.isFinite(region)) {
        continue;
      }
      for (int k = 0; k < predictions.classes(); k++) {
        float score = predictions.probability(region, k);
        if (score > thresholds.score()) {
          boxes[n] = predictions.box(region, k);
          scores[n] = score;
          classes[n++] = k;
        }
      }
    }
    RegionBoxes.clipAll(predictions.boxes(), size);
    float[] chosen = RegionBoxes.select(predictions.boxes(), Arrays.copyOf(boxes, n));
    return new Candidates(chosen, Arrays.copyOf(scores, n), Arrays.copyOf(classes, n))
        .suppress(thresholds.overlap(), thresholds.detections());
  }
}
