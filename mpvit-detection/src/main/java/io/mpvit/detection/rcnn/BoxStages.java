/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.Pass;
import io.mpvit.ops.Boxes;
import io.mpvit.ops.FiniteOps;
import java.util.List;

/**
 * From proposals to detections: one stage, or a cascade whose every stage refines the boxes of the
 * one before (<a href="https://arxiv.org/abs/1712.00726">Cascade R-CNN</a>, section 4).
 *
 * <p>The class probability is the mean over the stages, the box that of the last stage. Between
 * stages boxes are clipped to the image and none is dropped, so a row is the same object
 * throughout.
 */
final class BoxStages {
  private final List<BoxStage> stages;
  private final DetectionSelector selector;

  BoxStages(List<BoxStage> stages, DetectionSelector selector) {
    this.stages = List.copyOf(stages);
    this.selector = selector;
  }

  /**
   * Detects in one image.
   *
   * @param pass what the forward pass shares
   * @param maps the pyramid's maps of this image alone, [1, C, H, W] each
   * @param proposals the image's proposals
   * @param size the image's size without padding
   * @return detections by descending score, classes as groups
   */
  Candidates detect(Pass pass, NDList maps, Candidates proposals, ImageSize size) {
    if (proposals.size() == 0) {
      return Candidates.NONE;
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      RegionPredictions predictions = predict(pass, maps, proposals.boxes(), size);
      return selector.select(predictions, size);
    }
  }

  /** Runs all stages on the regions of one image. */
  RegionPredictions predict(Pass pass, NDList maps, float[] regions, ImageSize size) {
    float[] boxes = regions;
    NDArray sum = null;
    for (BoxStage stage : stages) {
      if (boxes != regions) {
        RegionBoxes.clipAll(boxes, size);
      }
      NDList outputs = stage.predict(pass, maps, boxes, new int[Boxes.count(boxes)]);
      FiniteOps.require(outputs, "the box head");
      NDArray probabilities = outputs.get(0).softmax(-1);
      sum = sum == null ? probabilities : sum.add(probabilities);
      boxes = stage.decode(boxes, outputs.get(1).toFloatArray());
    }
    float[] mean = sum.mul(1f / stages.size()).toFloatArray();
    return new RegionPredictions(Boxes.count(regions), mean, boxes);
  }
}
