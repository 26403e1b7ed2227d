/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.LossOps;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Gradients against differences of losses, one direction for each parameter. */
class MViTv2GradientTest {

  private static final float STEP = 3e-3f;

  /** Windows that the map does not fill, tables that are stretched, both ways of widening. */
  private static MViTv2Classifier network(Widening widening) {
    List<MViTv2Stage> stages =
        List.of(
            new MViTv2Stage(1, 4, 4, 8, 8),
            new MViTv2Stage(2, 2, 4, 4, 0),
            new MViTv2Stage(1, 1, 2, 2, 0),
            new MViTv2Stage(1, 1, 1, 1, 0));
    return new MViTv2Classifier(new MViTv2Config(8, 1, stages, widening, 8, false, 0), 3);
  }

  private static NDArray loss(MViTv2Classifier network, Pass pass, NDArray x, NDArray labels) {
    return LossOps.crossEntropy(network.forward(pass, x), labels);
  }

  private static void checkEveryParameter(Widening widening) {
    try (NDManager manager = NDManager.newBaseManager()) {
      MViTv2Classifier network = network(widening);
      ReferenceWeights.fill(network, manager);
      network.unfreeze();
      Pass training = new Pass(new ParameterStore(manager, false), true, Precision.FLOAT32);
      Pass inference = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(2, 3, 52, 44));
      NDArray labels = manager.create(new long[] {0, 2});
      try (GradientTape tape = new GradientTape()) {
        tape.backward(loss(network, training, x, labels));
      }
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      for (StateEntry entry : network.stateEntries()) {
        gradients.put(entry.key(), entry.parameter().getArray().getGradient().duplicate());
      }
      network.freeze();
      for (StateEntry entry : network.stateEntries()) {
        NDArray value = entry.parameter().getArray();
        NDArray gradient = gradients.get(entry.key());
        double norm = gradient.norm().getFloat();
        double length = STEP / Math.max(norm, 1);
        NDArray step = gradient.mul((float) (length / Math.max(norm, 1e-12)));
        value.addi(step);
        double up = loss(network, inference, x, labels).getFloat();
        value.subi(step.mul(2));
        double down = loss(network, inference, x, labels).getFloat();
        value.addi(step);
        assertThat((up - down) / (2 * length))
            .as("slope along the gradient of " + entry.key())
            .isCloseTo(norm, within(1e-3 + 0.03 * norm));
      }
    }
  }

  @Test
  void agreeWithDifferencesWhereTheAttentionWidens() {
    checkEveryParameter(Widening.ATTENTION);
  }

  @Test
  void agreeWithDifferencesWhereTheMlpWidens() {
    checkEveryParameter(Widening.MLP);
  }
}
