/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.testing.LossTruth;
import io.mpvit.detection.testing.MPViTDetectors;
import io.mpvit.detection.testing.Tweaks;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.testing.KinkSides;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import io.mpvit.training.GradientTape;
import io.mpvit.training.Losses;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.Gradients;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.WarmupSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Training steps of the whole network against the reference implementation. */
@Tag("golden")
class RetinaNetTrainingTest {

  private static final double LOSS = 2e-5;
  private static final DetectorTransform NO_RESIZE =
      new DetectorTransform(new ShortestEdgeResize(0, 1), Normalization.DETECTRON2, 32);

  /**
   * The reference's float32 gradients are 3e-5 of their largest element from those in float64; ours
   * are up to 5.3e-5 from them, over eight combinations of instruction sets.
   */
  private static final double GRADIENT = 1.2e-4;

  /** From this share of the largest gradient on, that difference is at most 2 % of an element. */
  private static final float CLEAR = 1e-2f;

  private static final KinkSides KINKS = RetinaNetKinks.ofTheReference();

  private final Npz golden = Npz.resource("/reference/detectron2/losses.golden.npz");

  @Test
  void threeStepsWithClippingAndWarmUp() {
    try (NDManager manager = NDManager.newBaseManager()) {
      RetinaNet network = network(manager, KINKS.tweaks());
      BatchNorm2d.setStatistics(network, BatchNorm2d.Statistics.RUNNING);
      RetinaNetObjective objective =
          new RetinaNetObjective(network, RetinaNetLossConfig.published());
      Gradients gradients = new Gradients(network);
      AdamW optimizer =
          new AdamW(network, List.of(ParameterGroup.all(0.05)), AdamW.Settings.DEFAULT, manager);
      WarmupSteps schedule = WarmupSteps.detectron1x(1e-4);
      for (int step = 0; step < 3; step++) {
        assertLosses(objective, network, manager, "retinanet_tiny.loss.%s.step" + step, "b");
        assertThat(objective.state().get("loss_normalizer"))
            .isCloseTo(
                golden.doubles("retinanet_tiny.normalizer.step" + step)[0], Offset.offset(1e-9));
        if (step == 2) {
          break;
        }
        if (step == 0) {
          assertGradients("retinanet_tiny", network, GRADIENT, GRADIENT);
        }
        String norm = "retinanet_tiny.grad_norm_before_clip.step" + step;
        Tolerances.assertRelative(norm, gradients.clip(1), golden.doubles(norm)[0], 1e-4);
        Tolerances.assertClose("norm after clipping", gradients.norm(), 1, 1e-5);
        optimizer.step(schedule.at(step));
        gradients.clear();
        assertParameters("retinanet_tiny.param_after_step" + (step + 1) + ".", network);
      }
    }
  }

  /** Batch statistics over two pictures; a rectifier sits on its kink, so gradients are rough. */
  @Test
  void aStepWithBatchStatistics() {
    try (NDManager manager = NDManager.newBaseManager()) {
      RetinaNet network = network(manager, List.of());
      RetinaNetObjective objective =
          new RetinaNetObjective(network, RetinaNetLossConfig.published());
      assertLosses(objective, network, manager, "retinanet_tiny_bn.loss.%s", "a", "b");
      assertThat(objective.state().get("loss_normalizer"))
          .isCloseTo(golden.doubles("retinanet_tiny_bn.normalizer")[0], Offset.offset(1e-9));
      assertGradients("retinanet_tiny_bn", network, 1.2e-2, 1.2e-2);
      String prefix = "backbone.bottom_up.backbone.";
      int compared = 0;
      for (StateEntry entry : network.stateEntries()) {
        String name = "retinanet_tiny_bn.bn_after." + entry.key().replaceFirst("^" + prefix, "");
        if (golden.has(name)) {
          compared++;
          float[] values = entry.parameter().getArray().toFloatArray();
          // The golden is up to 6.9e-7 from float64, plain PyTorch up to 8.1e-7, ours up to 8.4e-7
          // from the golden over eight combinations of instruction sets.
          Tolerances.assertClose(name, values, golden.floats(name), 2e-6);
        }
      }
      assertThat(compared).isEqualTo(10);
    }
  }

  private static RetinaNet network(NDManager manager, List<WeightTweak> last) {
    RetinaNetConfig config = MPViTDetectors.retinaNetTiny();
    RetinaNet network = new RetinaNet(config.withBackbone(config.backbone().withDropPathRate(0)));
    List<WeightTweak> tweaks =
        new ArrayList<>(Tweaks.resource("/reference/detectron2/retinanet_tiny.tweaks.json"));
    tweaks.addAll(last);
    ReferenceWeights.fill(network, manager, tweaks);
    network.unfreeze();
    return network;
  }

  private void assertLosses(
      RetinaNetObjective objective,
      RetinaNet network,
      NDManager manager,
      String name,
      String... images) {
    try (NDManager scratch = manager.newSubManager();
        GradientTape tape = new GradientTape()) {
      List<LossTruth> truths = Stream.of(images).map(LossTruth::of).toList();
      List<RgbImage> pictures =
          truths.stream()
              .map(LossTruth::size)
              .map(size -> ReferenceInputs.image("image", size.height(), size.width()))
              .toList();
      DetectionBatch batch =
          new DetectionBatch(
              NO_RESIZE.batch(pictures, scratch), truths.stream().map(LossTruth::truth).toList());
      Pass pass = new Pass(new ParameterStore(scratch, false), true, Precision.FLOAT32);
      Losses losses = objective.losses(pass, batch);
      tape.backward(losses.total());
      losses
          .values()
          .forEach(
              (part, value) -> {
                String key = String.format(name, part);
                Tolerances.assertRelative(key, value, golden.doubles(key)[0], LOSS);
              });
    }
  }

  private void assertGradients(
      String prefix, RetinaNet network, double tolerance, double normTolerance) {
    double squares = 0;
    int compared = 0;
    for (StateEntry entry : network.stateEntries()) {
      if (entry.isAlias() || entry.isBuffer()) {
        continue;
      }
      try (NDArray gradient = entry.parameter().getArray().getGradient()) {
        float[] values = gradient.toFloatArray();
        double norm = 0;
        for (float g : values) {
          norm += (double) g * g;
        }
        squares += norm;
        String name = prefix + ".grad." + entry.key();
        if (golden.has(name)) {
          compared++;
          double expected = golden.doubles(name + ".norm")[0];
          Tolerances.assertRelative("norm of " + name, Math.sqrt(norm), expected, normTolerance);
          assertSampled(name, values, tolerance);
        }
      }
    }
    assertThat(compared).isGreaterThan(1);
    double total = golden.doubles(prefix + ".grad.total_norm")[0];
    Tolerances.assertRelative(
        prefix + ".grad.total_norm", Math.sqrt(squares), total, normTolerance);
  }

  private void assertParameters(String prefix, RetinaNet network) {
    int compared = 0;
    for (StateEntry entry : network.stateEntries()) {
      if (golden.has(prefix + entry.key())) {
        compared++;
        float[] values = entry.parameter().getArray().toFloatArray();
        float[] expected = golden.floats(prefix + entry.key());
        float[] before = golden.floats("retinanet_tiny.grad." + entry.key());
        float clear = 0;
        for (float g : before) {
          clear = Math.max(clear, CLEAR * Math.abs(g));
        }
        for (int i = 0; i < expected.length; i++) {
          int at = position(i, expected.length, values.length);
          // A step of AdamW is about as large as the rate, 1e-6; its sign is the gradient's, and
          // the second mixes two gradients.
          if (Math.abs(before[i]) >= clear && !KINKS.isMoved(entry.key(), at)) {
            double allowed = Math.ulp(expected[i]) + 2e-8;
            Tolerances.assertClose(prefix + entry.key(), values[at], expected[i], allowed);
          }
        }
      }
    }
    assertThat(compared).isEqualTo(11);
  }

  private void assertSampled(String name, float[] values, double tolerance) {
    float[] expected = golden.floats(name);
    float[] sample = new float[expected.length];
    for (int i = 0; i < expected.length; i++) {
      sample[i] = values[position(i, expected.length, values.length)];
    }
    Tolerances.assertRelative(name, sample, expected, tolerance);
  }

  /** Large tensors are stored as evenly spaced samples. */
  private static int position(int sample, int samples, int size) {
    return samples == size ? sample : (int) ((long) sample * size / samples);
  }
}
