/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.box.Candidates;
import io.mpvit.ops.Boxes;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link MaskRcnn} block puts out for N images: a table of D rows per image, of which the
 * first are detections by descending score and the rest is zero. So every array has the images as
 * its first axis, and shapes do not depend on what the pictures show.
 *
 * @param boxes boxes in pixels of the network image, clipped to the unpadded image, [N, D, 4]
 * @param scores probabilities, [N, D]
 * @param classes class indices, int64 [N, D]
 * @param counts detections of each image, int64 [N]
 * @param masks mask probabilities over the boxes, [N, D, M, M]; empty of a Faster R-CNN
 */
public record MaskRcnnPredictions(
    NDArray boxes, NDArray scores, NDArray classes, NDArray counts, Optional<NDArray> masks) {

  private static final int BOXES_ONLY = 4;

  /**
   * Reads the output of a {@link MaskRcnn} block.
   *
   * @param outputs boxes, scores, classes, counts, and masks if it makes them
   * @return the predictions
   * @throws IllegalArgumentException if there are not four or five arrays
   */
  public static MaskRcnnPredictions of(NDList outputs) {
    if (outputs.size() != BOXES_ONLY && outputs.size() != BOXES_ONLY + 1) {
      throw new IllegalArgumentException(
          "Mask R-CNN predictions: expected boxes, scores, classes, counts and perhaps masks, found"
              + " "
              + outputs.size()
              + " arrays");
    }
    return new MaskRcnnPredictions(
        outputs.get(0),
        outputs.get(1),
        outputs.get(2),
        outputs.get(3),
        outputs.size() == BOXES_ONLY ? Optional.empty() : Optional.of(outputs.get(BOXES_ONLY)));
  }

  /**
   * Packs detections.
   *
   * @param found the detections of each image
   * @param masks their masks, [n, M, M] each; empty if none are made
   * @param rows D, at least the largest n
   * @param manager owns the arrays
   */
  static MaskRcnnPredictions of(List<Candidates> found, NDList masks, int rows, NDManager manager) {
    int images = found.size();
    float[] boxes = new float[images * rows * Boxes.SIZE];
    float[] scores = new float[images * rows];
    long[] classes = new long[images * rows];
    long[] counts = new long[images];
    for (int image = 0; image < images; image++) {
      Candidates own = found.get(image);
      int first = image * rows;
      System.arraycopy(own.boxes(), 0, boxes, Boxes.SIZE * first, own.boxes().length);
      System.arraycopy(own.scores(), 0, scores, first, own.size());
      for (int i = 0; i < own.size(); i++) {
        classes[first + i] = own.groups()[i];
      }
      counts[image] = own.size();
    }
    return new MaskRcnnPredictions(
        owned(manager.create(boxes, new Shape(images, rows, Boxes.SIZE))),
        owned(manager.create(scores, new Shape(images, rows))),
        owned(manager.create(classes, new Shape(images, rows))),
        owned(manager.create(counts)),
        masks.isEmpty()
            ? Optional.empty()
            : Optional.of(
                NDArrays.stack(new NDList(masks.stream().map(m -> padded(m, rows)).toList()))));
  }

  private static NDArray padded(NDArray masks, int rows) {
    Shape shape = masks.getShape();
    long missing = rows - shape.get(0);
    if (missing == 0) {
      return masks;
    }
    NDArray zeros = masks.getManager().zeros(new Shape(missing, shape.get(1), shape.get(2)));
    return missing == rows ? zeros : masks.concat(zeros);
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
   * @return boxes, scores, classes, counts, and masks if there are any
   */
  public NDList toNDList() {
    NDList list = new NDList(boxes, scores, classes, counts);
    masks.ifPresent(list::add);
    return list;
  }
}
