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
   * @return {@code decode.loss_seg} and {@code aux.loss_seg}, the latter with its factor; observed
   *     {@code decode.acc_seg} and {@code aux.acc_seg}, percentages of all pixels, ignored ones
   *     included
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
    Losses decode = ofHead("decode", logits.get(0), batch.labels(), 1);
    Losses auxiliary = ofHead("aux", logits.get(1), batch.labels(), AUXILIARY_FACTOR);
    return new Losses(
        both(decode.parts(), auxiliary.parts()), both(decode.observed(), auxiliary.observed()));
  }

  private static Map<String, NDArray> both(Map<String, NDArray> a, Map<String, NDArray> b) {
    Map<String, NDArray> all = new LinkedHashMap<>(a);
    all.putAll(b);
    return all;
  }

  /**
   * Loss and accuracy of one head.
   *
   * @param name of the head
   * @param logits [B, K, h, w]
   * @param labels int64 [B, H, W]
   * @param factor of the loss
   */
  static Losses ofHead(String name, NDArray logits, NDArray labels, double factor) {
    NDArray enlarged = MapSizeOps.bilinearLike(logits, labels, true);
    NDArray loss = LossOps.pixelCrossEntropy(enlarged, labels, PixelCounts.IGNORED, factor);
    NDArray accuracy = LossOps.pixelAccuracy(enlarged, labels);
    return new Losses(Map.of(name + ".loss_seg", loss), Map.of(name + ".acc_seg", accuracy));
  }
}
