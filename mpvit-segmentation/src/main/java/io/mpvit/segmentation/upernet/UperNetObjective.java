/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.mpvit.nn.Pass;
import io.mpvit.ops.LossOps;
import io.mpvit.ops.MapSizeOps;
import io.mpvit.segmentation.eval.PixelCounts;
import io.mpvit.segmentation.training.SegmentationBatch;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Trains an UperNet: the cross-entropy of the decode head's logits, enlarged to the labels' size,
 * and 0.4 times that of the auxiliary head's. Means are over all pixels of the batch, ignored ones
 * included.
 *
 * @param network the network to train
 */
public record UperNetObjective(UperNet network) implements Objective<SegmentationBatch> {

  private static final double AUXILIARY_FACTOR = 0.4;

  /** Checks that nothing is missing. */
  public UperNetObjective {
    Objects.requireNonNull(network, "network");
  }

  /**
   * {@inheritDoc}
   *
   * @return {@code decode.loss_seg} and {@code aux.loss_seg}, the latter with its factor
   * @throws IllegalArgumentException if there is one picture only, in all replicas together: the
   *     means of a whole picture have no variance then, which the batch normalisation behind them
   *     divides by
   */
  @Override
  public Losses losses(Pass pass, SegmentationBatch batch) {
    if (batch.images().getShape().get(0) * pass.replica().count() < 2) {
      throw new IllegalArgumentException(
          "UperNet learns from at least 2 pictures at a time, because it normalises the mean of a"
              + " picture over the batch; found 1");
    }
    NDList logits = network.forward(pass, new NDList(batch.images()));
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("decode.loss_seg", loss(logits.get(0), batch.labels(), 1));
    parts.put("aux.loss_seg", loss(logits.get(1), batch.labels(), AUXILIARY_FACTOR));
    return new Losses(parts);
  }

  /**
   * The loss of one head.
   *
   * @param logits [B, K, h, w]
   * @param labels int64 [B, H, W]
   * @param factor of the loss
   */
  static NDArray loss(NDArray logits, NDArray labels, double factor) {
    NDArray enlarged = MapSizeOps.bilinearLike(logits, labels, true);
    return LossOps.pixelCrossEntropy(enlarged, labels, PixelCounts.IGNORED, factor);
  }
}
