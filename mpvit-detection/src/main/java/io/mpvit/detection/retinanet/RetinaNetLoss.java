/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.mpvit.detection.target.FlatMaps;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import io.mpvit.training.Losses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * RetinaNet's losses: {@code loss_cls}, the focal loss of all anchors that are not ignored, and
 * {@code loss_box_reg}, the L1 distance of the deltas of those that stand for objects. Both are
 * sums over the batch, divided by a running mean of the number of such anchors.
 */
public final class RetinaNetLoss {

  private final RetinaNetHeadConfig head;
  private final RetinaNetLossConfig config;
  private double normalizer;

  /**
   * Creates the losses with a fresh normaliser.
   *
   * @param head the head whose predictions are judged
   * @param config how
   */
  public RetinaNetLoss(RetinaNetHeadConfig head, RetinaNetLossConfig config) {
    this.head = head;
    this.config = config;
    normalizer = config.normalizer();
  }

  /** What the next losses are divided by, but for their own share in it. */
  public double normalizer() {
    return normalizer;
  }

  /**
   * Sets the normaliser, to go on with a training.
   *
   * @param value as {@link #normalizer} gave it
   */
  public void setNormalizer(double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("the normalizer is positive, found " + value);
    }
    normalizer = value;
  }

  /**
   * Computes the losses and moves the normaliser.
   *
   * @param predictions the head's outputs
   * @param truths the objects of each image; none is fine
   * @return {@code loss_cls} and {@code loss_box_reg}
   */
  public Losses evaluate(RetinaNetPredictions predictions, List<GroundTruth> truths) {
    if (truths.size() != predictions.images()) {
      throw new IllegalArgumentException(
          "expected the objects of " + predictions.images() + " images, found " + truths.size());
    }
    truths.forEach(truth -> truth.requireClassesBelow(head.classes()));
    RetinaNetTargets targets =
        RetinaNetTargets.of(
            FlatMaps.anchors(head.anchors(), predictions.logits()),
            truths,
            config.matcher(),
            head.classes(),
            head.coder());
    normalizer = config.nextNormalizer(normalizer, targets.positives().length);
    NDArray ofClasses;
    NDArray ofBoxes;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      ofClasses = LossOps.divide(classLoss(predictions, targets), normalizer);
      ofBoxes = LossOps.divide(boxLoss(predictions, targets), normalizer);
      NDScope.unregister(ofClasses, ofBoxes);
    }
    NDScope.register(ofClasses);
    NDScope.register(ofBoxes);
    Map<String, NDArray> parts = new LinkedHashMap<>();
    parts.put("loss_cls", ofClasses);
    parts.put("loss_box_reg", ofBoxes);
    return new Losses(parts);
  }

  private NDArray classLoss(RetinaNetPredictions predictions, RetinaNetTargets targets) {
    NDArray logits = FlatMaps.rows(predictions.logits(), head.classes());
    NDArray labels = HostArrays.of(logits.getManager(), targets.labels(), targets.labels().length);
    return LossOps.sigmoidFocalOfLabels(logits, labels, config.alpha(), config.gamma());
  }

  private NDArray boxLoss(RetinaNetPredictions predictions, RetinaNetTargets targets) {
    NDArray deltas = FlatMaps.rows(predictions.deltas(), 4);
    NDManager manager = deltas.getManager();
    int count = targets.positives().length;
    return LossOps.smoothL1OfRows(
        deltas,
        HostArrays.of(manager, targets.positives(), count),
        HostArrays.of(manager, targets.deltas(), count, 4),
        config.beta());
  }
}
