/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.Pass;
import io.mpvit.ops.FiniteOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The second stage at inference: from the pyramid's maps and the proposal head's outputs to
 * detections, with masks if wanted. Images are worked on one after the other, so that memory does
 * not grow with the batch.
 *
 * @param proposals chooses the regions
 * @param boxes turns regions into detections
 * @param masks makes the masks, if there are to be any
 * @param rows most detections of one image
 */
record RegionInference(
    ProposalSelector proposals, BoxStages boxes, Optional<MaskStage> masks, int rows) {

  /**
   * Detects.
   *
   * @param pass what the forward pass shares
   * @param maps the pyramid's maps, [N, C, H, W] each
   * @param predictions the proposal head's outputs for them
   * @param sizes the images' sizes without padding
   * @return the detections of all images
   * @throws io.mpvit.ops.NonFiniteException if a head gives NaN or infinite values: dropped one by
   *     one, as the selectors do, they would look like a picture without objects
   */
  MaskRcnnPredictions detect(
      Pass pass, NDList maps, RpnPredictions predictions, List<ImageSize> sizes) {
    FiniteOps.require(predictions.toNDList(), "the region proposal head");
    List<Candidates> found = new ArrayList<>();
    NDList made = new NDList();
    for (int image = 0; image < sizes.size(); image++) {
      ImageSize size = sizes.get(image);
      Candidates regions = proposals.select(predictions, image, size);
      String own = image + ":" + (image + 1);
      NDList ownMaps = new NDList(maps.stream().map(map -> map.get(own)).toList());
      Candidates detections = boxes.detect(pass, ownMaps, regions, size);
      found.add(detections);
      masks.ifPresent(stage -> made.add(masks(stage, pass, ownMaps, detections)));
    }
    return MaskRcnnPredictions.of(found, made, rows, maps.head().getManager());
  }

  /** Mask probabilities of the detections of one image, [n, M, M]. */
  private static NDArray masks(MaskStage stage, Pass pass, NDList maps, Candidates found) {
    NDManager manager = maps.head().getManager();
    if (found.size() == 0) {
      return manager.zeros(new Shape(0, stage.side(), stage.side()));
    }
    long[] classIndices = IntStream.of(found.groups()).mapToLong(k -> k).toArray();
    try (NDArray pooled =
            stage.pooler().pool(maps, found.boxes(), new int[found.size()], pass.training());
        NDArray classes = manager.create(classIndices);
        NDArray logits =
            stage.head().forward(pass, new NDList(pooled, classes)).singletonOrThrow()) {
      FiniteOps.require(List.of(logits), "the mask head");
      return Activation.sigmoid(logits);
    }
  }
}
