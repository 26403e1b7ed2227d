/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDList;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.nn.Pass;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import java.util.Map;

/** Training a RetinaNet. It carries the losses' normaliser, which upstream does not save. */
public final class RetinaNetObjective implements Objective<DetectionBatch> {

  private static final String NORMALIZER = "loss_normalizer";

  private final RetinaNet network;
  private final RetinaNetLossConfig config;
  private final RetinaNetLoss loss;

  /**
   * Joins a network with its losses.
   *
   * @param network the network
   * @param config how it is trained
   */
  public RetinaNetObjective(RetinaNet network, RetinaNetLossConfig config) {
    this.network = network;
    this.config = config;
    loss = new RetinaNetLoss(network.config(), config);
  }

  @Override
  public Losses losses(Pass pass, DetectionBatch batch) {
    NDList outputs = network.forward(pass, new NDList(batch.images().tensor()));
    return loss.evaluate(RetinaNetPredictions.of(outputs), batch.truths());
  }

  @Override
  public RetinaNetObjective replica() {
    RetinaNetObjective replica = new RetinaNetObjective(network, config);
    replica.restore(state());
    return replica;
  }

  @Override
  public Map<String, Double> state() {
    return Map.of(NORMALIZER, loss.normalizer());
  }

  @Override
  public void restore(Map<String, Double> state) {
    Double value = state.get(NORMALIZER);
    if (value == null) {
      throw new IllegalArgumentException("expected " + NORMALIZER + ", found " + state.keySet());
    }
    loss.setNormalizer(value);
  }
}
