/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.box.Candidates;
import java.util.List;

/**
 * What a {@link MaskRcnn} block puts out: D detections of N images, those of the first image first,
 * each image's by descending score.
 *
 * @param boxes boxes in pixels of the network image, clipped to the unpadded image, [D, 4]
 * @param scores probabilities, [D]
 * @param classes class indices, int64 [D]
 * @param counts detections of each image, int64 [N]
 * @param masks mask probabilities over the boxes, [D, M, M]
 */
public record MaskRcnnPredictions(
    NDArray boxes, NDArray scores, NDArray classes, NDArray counts, NDArray masks) {

  /**
   * Reads the output of a {@link MaskRcnn} block.
   *
   * @param outputs boxes, scores, classes, counts, masks
   * @return the predictions
   * @throws IllegalArgumentException if there are not five arrays
   */
  public static MaskRcnnPredictions of(NDList outputs) {
    if (outputs.size() != 5) {
      throw new IllegalArgumentException(
          "Mask R-CNN predictions: expected boxes, scores, classes, counts and masks, found "
              + outputs.size()
              + " arrays");
    }
    return new MaskRcnnPredictions(
        outputs.get(0), outputs.get(1), outputs.get(2), outputs.get(3), outputs.get(4));
  }

  /** Packs detections, of which the masks are in the engine already. */
  static MaskRcnnPredictions of(List<Candidates> found, NDArray masks, NDManager manager) {
    Candidates all = Candidates.concatenate(found);
    return new MaskRcnnPredictions(
        owned(manager.create(all.boxes(), new Shape(all.size(), 4))),
        owned(manager.create(all.scores())),
        classes(all, manager),
        owned(manager.create(found.stream().mapToLong(Candidates::size).toArray())),
        masks);
  }

  /** The classes of detections as int64. */
  static NDArray classes(Candidates found, NDManager manager) {
    long[] classes = new long[found.size()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = found.groups()[i];
    }
    return owned(manager.create(classes));
  }

  /** Arrays made from Java data share Java's memory. */
  private static NDArray owned(NDArray borrowed) {
    try (borrowed) {
      return borrowed.duplicate();
    }
  }

  /**
   * Returns the block's output form.
   *
   * @return boxes, scores, classes, counts, masks
   */
  public NDList toNDList() {
    return new NDList(boxes, scores, classes, counts, masks);
  }
}
