/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import org.junit.jupiter.api.Test;

/**
 * The first training step of the reference implementation: logits, loss, gradients and running
 * statistics.
 */
class MPViTGradientTest {

  private static final double TOLERANCE = 1e-4;

  /**
   * An activation of the first stage's local branch lies within rounding of hardswish's kink, where
   * the slope jumps by a half: gradients at and before it depend on the order of additions.
   */
  private static final double KINK_TOLERANCE = 5e-3;

  @Test
  void reproducesTheFirstTrainingStep() {
    Npz npz = Npz.resource("/reference/mpvit/mpvit_tiny.train.golden.npz");
    Golden golden = new Golden(npz, TOLERANCE);
    Golden beforeKink = new Golden(npz, KINK_TOLERANCE);
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViTClassifier network = new MPViTClassifier(MPViTConfig.tiny(), 10);
      ReferenceWeights.fill(network, manager);
      network.stateEntries().stream()
          .filter(e -> !e.isBuffer())
          .forEach(e -> e.parameter().freeze(false));
      Pass pass = new Pass(new ParameterStore(manager, false), true, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(4, 3, 64, 64));
      NDArray labels = manager.create(new int[] {0, 1, 2, 3});
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        NDArray logits = network.forward(pass, x);
        golden.assertWhole("logits", logits);
        NDArray loss =
            Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), new NDList(logits));
        assertThat((double) loss.getFloat())
            .isCloseTo(
                npz.doubles("losses")[0], org.assertj.core.data.Percentage.withPercentage(0.1));
        collector.backward(loss);
      }
      double squares = 0;
      for (StateEntry entry : network.stateEntries()) {
        if (entry.isAlias() || entry.isBuffer()) {
          continue;
        }
        try (NDArray gradient = entry.parameter().getArray().getGradient()) {
          for (float g : gradient.toFloatArray()) {
            squares += (double) g * g;
          }
          if (npz.has("grad." + entry.key() + ".sample")) {
            boolean early = entry.key().startsWith("stem.") || entry.key().contains("_stages.0.");
            (early ? beforeKink : golden).assertTap("grad." + entry.key(), gradient);
          }
        }
      }
      double total = npz.doubles("total_grad_norm")[0];
      assertThat(Math.sqrt(squares))
          .isCloseTo(total, org.assertj.core.data.Percentage.withPercentage(0.01));
      network.stateEntries().stream()
          .filter(e -> npz.has("bn_after1fwd." + e.key()))
          .forEach(e -> golden.assertWhole("bn_after1fwd." + e.key(), e.parameter().getArray()));
      assertThat(
              network.stateEntries().stream().filter(e -> e.key().endsWith("num_batches_tracked")))
          .allSatisfy(e -> assertThat(e.parameter().getArray().getLong()).isEqualTo(1));
    }
  }
}
