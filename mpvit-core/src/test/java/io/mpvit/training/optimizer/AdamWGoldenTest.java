/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.LossOps;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import io.mpvit.training.GradientTape;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Five steps of AdamW against the reference implementation's. */
@Tag("golden")
class AdamWGoldenTest {

  @Test
  void fiveStepsOfMpvitTiny() {
    Npz npz = Npz.resource("/reference/mpvit/mpvit_tiny.train.golden.npz");
    double[] losses = npz.doubles("losses.f64");
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViTClassifier network = new MPViTClassifier(MPViTConfig.tiny(), 10);
      ReferenceWeights.fill(network, manager);
      network.unfreeze();
      Gradients gradients = new Gradients(network);
      try (AdamW optimizer =
          new AdamW(network, List.of(ParameterGroup.all(0.05)), AdamW.Settings.DEFAULT, manager)) {
        for (int step = 0; step < 5; step++) {
          String what = "loss before update " + (step + 1);
          Tolerances.assertRelative(what, backward(network, manager), losses[step], 1e-3);
          if (step == 0) {
            double norm = npz.doubles("total_grad_norm")[0];
            Tolerances.assertRelative("total_grad_norm", gradients.norm(), norm, 1e-4);
          }
          optimizer.step(1e-3);
          if (step == 0) {
            assertUpdated(network, npz);
          }
          gradients.clear();
        }
        Tolerances.assertRelative(
            "loss after update 5", backward(network, manager), losses[5], 1e-3);
      }
    }
  }

  /** Goes through the same batch, in training mode. */
  private static double backward(MPViTClassifier network, NDManager manager) {
    try (NDManager scratch = manager.newSubManager();
        GradientTape tape = new GradientTape()) {
      Pass pass = new Pass(new ParameterStore(scratch, false), true, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(scratch, "input", new Shape(4, 3, 64, 64));
      NDArray labels = scratch.create(new long[] {0, 1, 2, 3});
      NDArray loss = LossOps.crossEntropy(network.forward(pass, x), labels);
      tape.backward(loss);
      return loss.getFloat();
    }
  }

  /** Where the gradient is rounding noise its sign decides the step, so only clear ones count. */
  private static void assertUpdated(MPViTClassifier network, Npz npz) {
    int compared = 0;
    for (StateEntry entry : network.stateEntries()) {
      String name = "after1." + entry.key();
      if (entry.isAlias() || !npz.has(name + ".sample")) {
        continue;
      }
      float[] actual = entry.parameter().getArray().toFloatArray();
      float[] expected = npz.floats(name + ".sample");
      float[] gradient = npz.floats("grad." + entry.key() + ".sample");
      double clear = 0;
      for (float g : gradient) {
        clear = Math.max(clear, 1e-3 * Math.abs(g));
      }
      int stride = Math.toIntExact(npz.longs(name + ".stride")[0]);
      for (int i = 0; i < expected.length; i++) {
        if (Math.abs(gradient[i]) >= clear) {
          compared++;
          Tolerances.assertClose(name, actual[i * stride], expected[i], 1e-6);
        }
      }
    }
    assertThat(compared).isGreaterThan(5000);
  }
}
