/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.DropPath;
import io.mpvit.nn.Pass;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainingModesTest {

  private static Pass pass(NDManager manager, boolean training, long seed) {
    return new Pass(
        new ParameterStore(manager, false),
        training,
        Precision.FLOAT32,
        new RandomStreams(seed).stream("drop-path", 0));
  }

  @Test
  void frozenStatisticsNormaliseAsAtInferenceAndStay() {
    try (NDManager manager = NDManager.newBaseManager()) {
      BatchNorm2d norm = new BatchNorm2d(3);
      ReferenceWeights.fill(norm, manager);
      NDArray x = ReferenceInputs.array(manager, "x", new Shape(2, 3, 4, 4));
      float[] inference = norm.forward(pass(manager, false, 0), x).toFloatArray();
      float[] mean = norm.stateEntries().get(2).parameter().getArray().toFloatArray();

      BatchNorm2d.setStatistics(norm, BatchNorm2d.Statistics.RUNNING);
      assertThat(norm.forward(pass(manager, true, 0), x).toFloatArray())
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(inference);
      assertThat(norm.stateEntries().get(2).parameter().getArray().toFloatArray()).isEqualTo(mean);
      assertThat(norm.stateEntries().get(4).parameter().getArray().getLong()).isZero();

      BatchNorm2d.setStatistics(norm, BatchNorm2d.Statistics.BATCH);
      norm.forward(pass(manager, true, 0), x);
      assertThat(norm.stateEntries().get(2).parameter().getArray().toFloatArray())
          .isNotEqualTo(mean);
      assertThat(norm.stateEntries().get(4).parameter().getArray().getLong()).isEqualTo(1);
    }
  }

  @Test
  void dropPathDropsSamplesAndScalesTheOthers() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray branch = manager.ones(new Shape(2000, 1, 2));
      DropPath drop = new DropPath(0.25f);
      float[] out = drop.apply(pass(manager, true, 1), branch).toFloatArray();
      int dropped = 0;
      for (int i = 0; i < out.length; i += 2) {
        assertThat(out[i]).isEqualTo(out[i + 1]).isIn(0f, 1 / 0.75f);
        dropped += out[i] == 0 ? 1 : 0;
      }
      assertThat(dropped).isBetween(430, 570);
      assertThat(drop.apply(pass(manager, true, 1), branch).toFloatArray()).isEqualTo(out);
      assertThat(drop.apply(pass(manager, true, 2), branch).toFloatArray()).isNotEqualTo(out);
      assertThat(drop.apply(pass(manager, false, 1), branch)).isSameAs(branch);
    }
  }

  @Test
  void aSeedRepeatsAForwardPassOfTheWholeNetwork() {
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViTClassifier network = new MPViTClassifier(MPViTConfig.tiny().withDropPathRate(0.5f), 5);
      ReferenceWeights.fill(network, manager);
      NDArray x = ReferenceInputs.array(manager, "x", new Shape(4, 3, 64, 64));
      float[] first = network.forward(pass(manager, true, 7), x).toFloatArray();
      assertThat(network.forward(pass(manager, true, 7), x).toFloatArray()).isEqualTo(first);
      assertThat(network.forward(pass(manager, true, 8), x).toFloatArray()).isNotEqualTo(first);
    }
  }

  @Test
  void streamsDependOnSeedPurposeAndPlace() {
    RandomStreams streams = new RandomStreams(3);
    SplittableRandom stream = streams.stream("flip", 1, 2);
    assertThat(streams.stream("flip", 1, 2).nextLong()).isEqualTo(stream.nextLong());
    assertThat(
            new long[] {
              streams.stream("flip", 1, 2).nextLong(),
              streams.stream("flip", 2, 1).nextLong(),
              streams.stream("flip", 1).nextLong(),
              streams.stream("flip").nextLong(),
              streams.stream("crop", 1, 2).nextLong(),
              new RandomStreams(4).stream("flip", 1, 2).nextLong()
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void theTapeLeavesTheModeAsItWasAndWantsANumber() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.ones(new Shape(2));
      x.setRequiresGradient(true);
      try (GradientTape tape = new GradientTape()) {
        tape.backward(x.sum());
        tape.backward(x.sum());
        assertThat(x.getGradient().toFloatArray()).containsExactly(2, 2);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> tape.backward(x))
            .withMessageContaining("(2)");
      }
    }
  }
}
