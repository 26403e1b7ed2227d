/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.target.Sampler;
import io.mpvit.detection.testing.LossTruth;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.Normalization;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.nn.Pass;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import io.mpvit.training.Losses;
import io.mpvit.training.optimizer.Gradients;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a backward pass reads must belong to the engine: memory of Java may be gone by then, and
 * holds something else.
 */
class GradientMemoryTest {

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "BFLOAT16"})
  void collectingGarbageBeforeTheBackwardPassChangesNothing(Precision precision) {
    try (NDManager manager = NDManager.newBaseManager()) {
      MaskRcnn network = ToyRcnn.network(true, ToyRcnn.thresholds(0.05f, 10));
      ReferenceWeights.fill(network, manager);
      network.unfreeze();
      MaskRcnnObjective objective =
          new MaskRcnnObjective(
              network, RcnnLossConfig.publishedCascade(), random -> Sampler.FIRST);
      Gradients gradients = new Gradients(network);
      double first = norm(objective, gradients, precision, manager);
      assertThat(first).isPositive().isFinite();
      for (int i = 0; i < 7; i++) {
        assertThat(norm(objective, gradients, precision, manager)).isEqualTo(first);
      }
    }
  }

  private static double norm(
      MaskRcnnObjective objective, Gradients gradients, Precision precision, NDManager manager) {
    gradients.clear();
    GroundTruth a = LossTruth.of("a").truth();
    GroundTruth truth = new GroundTruth(a.boxes(), new int[] {0, 1, 2}, a.polygons());
    try (NDManager scratch = manager.newSubManager();
        GradientTape tape = new GradientTape()) {
      DetectionBatch batch =
          new DetectionBatch(
              new DetectorTransform(new ShortestEdgeResize(0, 1), Normalization.DETECTRON2, 32)
                  .batch(List.of(ReferenceInputs.image("image", 200, 320)), scratch),
              List.of(truth));
      Pass pass = new Pass(new ParameterStore(scratch, false), true, precision);
      Losses losses = objective.losses(pass, batch);
      System.gc();
      for (int i = 0; i < 500; i++) {
        byte[] noise = new byte[1 << 10];
        Arrays.fill(noise, (byte) 0x7f);
        ByteBuffer.allocateDirect(noise.length).put(noise);
      }
      tape.backward(losses.total());
    }
    return gradients.norm();
  }
}
