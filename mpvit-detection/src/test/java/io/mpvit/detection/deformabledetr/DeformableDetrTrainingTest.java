/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.reference.WeightTweak;
import io.mpvit.testing.Npz;
import io.mpvit.training.GradientTape;
import io.mpvit.training.Losses;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Losses and gradients of the whole network on a padded batch against the reference. */
class DeformableDetrTrainingTest {
  private static final Percentage LOSS = Percentage.withPercentage(1e-2);
  private static final Percentage NORM = Percentage.withPercentage(1);
  private static final double ELEMENT = 0.02;

  private final Npz npz =
      Npz.resource(
          "/reference/deformable_detr/deformable_detr_mpvit_small.train_evalmode.golden.npz");
  private final DetrGolden golden = new DetrGolden(npz);

  @Test
  void firstStep() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DeformableDetr network = network(manager);
      Pass pass = new Pass(new ParameterStore(manager, false), true, Precision.FLOAT32);
      DeformableDetrObjective objective =
          new DeformableDetrObjective(network, SetCriterion.published());
      try (GradientTape tape = new GradientTape()) {
        Losses losses = objective.losses(pass, batch(manager));
        losses
            .values()
            .forEach(
                (part, value) ->
                    assertThat(value / (part.startsWith("loss_bbox") ? 5 : 2))
                        .as(part)
                        .isCloseTo(npz.floats(part)[0], LOSS));
        assertThat((double) losses.total().getFloat())
            .isCloseTo(npz.floats("total")[0], Percentage.withPercentage(1e-3));
        tape.backward(losses.total());
      }
      assertGradients(network);
    }
  }

  private DeformableDetr network(NDManager manager) {
    DeformableDetrConfig config = DeformableDetrConfig.small();
    TransformerConfig transformer = config.head().transformer().withDropout(0);
    DeformableDetr network =
        new DeformableDetr(config.withHead(config.head().withTransformer(transformer)));
    List<WeightTweak> tweaks = new ArrayList<>(DetrGolden.tweaks(transformer));
    tweaks.add(WeightTweak.add("class_embed.0.bias", -4.59511985));
    ReferenceWeights.fill(network, manager, tweaks);
    BatchNorm2d.setStatistics(network, BatchNorm2d.Statistics.RUNNING);
    network.stateEntries().stream()
        .filter(entry -> !entry.isBuffer())
        .forEach(entry -> entry.parameter().freeze(false));
    return network;
  }

  private DetectionBatch batch(NDManager manager) {
    List<RgbImage> pictures =
        List.of(
            ReferenceInputs.image("image0", 203, 317), ReferenceInputs.image("image1", 250, 230));
    List<ImageSize> sizes = pictures.stream().map(RgbImage::size).toList();
    NDArray tensor = Normalization.IMAGENET.toBatch(pictures, new ImageSize(250, 317), manager);
    return new DetectionBatch(
        new ImageBatch(tensor, sizes, sizes),
        List.of(truth(0, sizes.get(0)), truth(1, sizes.get(1))));
  }

  /** The golden's boxes are relative already; pixels are what a data set has. */
  private GroundTruth truth(int image, ImageSize size) {
    float[] boxes = npz.floats("tgt" + image + ".boxes");
    float[] pixels = new float[boxes.length];
    for (int at = 0; at < boxes.length; at += 4) {
      for (int axis = 0; axis < 2; axis++) {
        int side = axis == 0 ? size.width() : size.height();
        pixels[at + axis] = (boxes[at + axis] - boxes[at + 2 + axis] / 2) * side;
        pixels[at + 2 + axis] = (boxes[at + axis] + boxes[at + 2 + axis] / 2) * side;
      }
    }
    return GroundTruth.of(pixels, npz.ints("tgt" + image + ".labels"));
  }

  private void assertGradients(DeformableDetr network) {
    double squares = 0;
    int compared = 0;
    for (StateEntry entry : network.stateEntries()) {
      if (entry.isAlias() || entry.isBuffer()) {
        continue;
      }
      try (NDArray gradient = entry.parameter().getArray().getGradient()) {
        double sum = 0;
        for (float g : gradient.toFloatArray()) {
          sum += (double) g * g;
        }
        squares += sum;
        if (npz.has("gradnorm." + entry.key())) {
          compared++;
          assertThat(Math.sqrt(sum))
              .as(entry.key())
              .isCloseTo(npz.doubles("gradnorm." + entry.key())[0], NORM);
          golden.assertRelative("grad." + entry.key(), gradient, ELEMENT);
        }
      }
    }
    assertThat(compared).isEqualTo(32);
    assertThat(Math.sqrt(squares)).isCloseTo(npz.floats("grad_total_norm")[0], NORM);
  }
}
