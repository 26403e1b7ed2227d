/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

/**
 * What the box stages make of R regions.
 *
 * @param regions R
 * @param probabilities [R, K + 1], row-major, the background last
 * @param boxes packed boxes in pixels, unclipped, for every region one per class or a single one
 */
record RegionPredictions(int regions, float[] probabilities, float[] boxes) {

  /** The number of object classes. */
  int classes() {
    return probabilities.length / regions - 1;
  }

  /** The number of boxes per region. */
  int boxesPerRegion() {
    return boxes.length / (4 * regions);
  }

  /** The position of the box of a region and class. */
  int box(int region, int classIndex) {
    int perRegion = boxesPerRegion();
    return region * perRegion + (perRegion == 1 ? 0 : classIndex);
  }

  /** The probability of a class. */
  float probability(int region, int classIndex) {
    return probabilities[region * (classes() + 1) + classIndex];
  }

  /** Whether all numbers of a region are finite. */
  boolean isFinite(int region) {
    int width = classes() + 1;
    for (int i = region * width; i < (region + 1) * width; i++) {
      if (!Float.isFinite(probabilities[i])) {
        return false;
      }
    }
    int perRegion = boxesPerRegion();
    for (int i = region * perRegion; i < (region + 1) * perRegion; i++) {
      if (!RegionBoxes.isFinite(boxes, i)) {
        return false;
      }
    }
    return true;
  }
}
