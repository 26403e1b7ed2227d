/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.LossOps;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import java.util.Map;

/**
 * Cross-entropy with distributions as targets, so that mixed pictures and smoothed labels are
 * learned like plain ones.
 *
 * @param network images [B, 3, H, W] to logits [B, K]
 */
public record ClassificationObjective(TorchBlock network)
    implements Objective<ClassificationBatch> {

  private static final String LOSS = "loss_cls";

  @Override
  public Losses losses(Pass pass, ClassificationBatch batch) {
    NDArray logits = network.forward(pass, new NDList(batch.images())).singletonOrThrow();
    return new Losses(Map.of(LOSS, LossOps.softCrossEntropy(logits, batch.targets())));
  }
}
