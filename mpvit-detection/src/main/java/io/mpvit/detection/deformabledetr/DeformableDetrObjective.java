/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Replica;
import io.mpvit.ops.HostArrays;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Training a Deformable DETR.
 *
 * @param network the network
 * @param criterion its losses
 */
public record DeformableDetrObjective(DeformableDetr network, SetCriterion criterion)
    implements Objective<DetectionBatch> {

  @Override
  public Losses losses(Pass pass, DetectionBatch batch) {
    NDList outputs = network.forward(pass, batch.images().inputs());
    List<RelativeTruth> truths =
        IntStream.range(0, batch.truths().size())
            .mapToObj(i -> RelativeTruth.of(batch.truths().get(i), batch.images().sizes().get(i)))
            .toList();
    return criterion.evaluate(
        DeformableDetrPredictions.listOf(outputs),
        network.config().variant().proposes(),
        truths,
        objects(pass.replica(), batch, truths));
  }

  /** The mean over the replicas, as the original takes it over its processes. */
  private static double objects(Replica replica, DetectionBatch batch, List<RelativeTruth> truths) {
    double own = SetCriterion.count(truths);
    if (replica.count() == 1) {
      return own;
    }
    NDManager manager = batch.images().inputs().head().getManager();
    try (NDArray one = HostArrays.of(manager, new float[] {(float) own}, 1);
        NDArray sum = replica.sum(one)) {
      return sum.toFloatArray()[0] / replica.count();
    }
  }
}
