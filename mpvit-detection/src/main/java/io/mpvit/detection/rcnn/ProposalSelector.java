/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.anchor.AnchorDecoder;
import io.mpvit.detection.box.Candidates;
import io.mpvit.detection.box.TopScores;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the regions that the box stages look at.
 *
 * <p>Per level: the 1000 best anchors by raw logit, decoded; those with a logit or coordinate that
 * is not finite are dropped, the rest clipped to the image, and empty boxes dropped or, as in
 * mmdetection, kept. Then suppression per level, and the 1000 best of all levels.
 *
 * <p>mmdetection ranks by probabilities. They rise with the logits, so the logits' order is one of
 * theirs; where float32 makes probabilities equal, theirs is not defined.
 */
public final class ProposalSelector {
  private final List<AnchorDecoder> decoders = new ArrayList<>();
  private final ProposalThresholds thresholds;

  /**
   * Creates a selector.
   *
   * @param config the head that made the predictions
   * @param thresholds what to keep
   */
  public ProposalSelector(RpnConfig config, ProposalThresholds thresholds) {
    this.thresholds = thresholds;
    for (int level = 0; level < config.anchors().levels(); level++) {
      decoders.add(new AnchorDecoder(config.anchors().level(level), config.coder()));
    }
  }

  /**
   * Selects the proposals of one image.
   *
   * @param predictions the head's outputs
   * @param image position of the image in the batch
   * @param size its size in the network image, without padding
   * @return boxes inside the image by descending logit, with level positions as groups
   */
  public Candidates select(RpnPredictions predictions, int image, ImageSize size) {
    if (predictions.levels() != decoders.size()) {
      throw new IllegalArgumentException(
          "RPN predictions: expected "
              + decoders.size()
              + " levels, found "
              + predictions.levels());
    }
    List<Candidates> levels = new ArrayList<>();
    for (int level = 0; level < predictions.levels(); level++) {
      levels.add(candidates(predictions, level, image, size));
    }
    return Candidates.concatenate(levels).suppress(thresholds.overlap(), thresholds.proposals());
  }

  private Candidates candidates(RpnPredictions predictions, int level, int image, ImageSize size) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray logits = predictions.logits().get(level).get(image); // [A, H, W]
      Shape map = logits.getShape();
      int width = Math.toIntExact(map.get(2));
      TopScores top =
          TopScores.select(logits, Float.NEGATIVE_INFINITY, thresholds.candidatesPerLevel());
      float[] deltas = predictions.deltas().get(level).get(image).toFloatArray();
      int cells = Math.toIntExact(map.get(1)) * width;
      float[] boxes = decoders.get(level).decode(deltas, cells, width, top.positions());
      int[] groups = new int[top.size()];
      Arrays.fill(groups, level);
      return new Candidates(boxes, top.values(), groups).select(usable(boxes, top.values(), size));
    }
  }

  /** Clips boxes in place and tells which are worth keeping. */
  private int[] usable(float[] boxes, float[] logits, ImageSize size) {
    return IntStream.range(0, logits.length)
        .filter(i -> Float.isFinite(logits[i]) && RegionBoxes.isFinite(boxes, i))
        .filter(i -> !RegionBoxes.clip(boxes, i, size).isEmpty() || thresholds.keepsEmpty())
        .toArray();
  }
}
