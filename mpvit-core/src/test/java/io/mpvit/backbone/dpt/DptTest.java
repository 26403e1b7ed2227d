/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DptTest {

  private static final int CLASSES = 1000;

  /** One block in each stage, narrow. */
  private static final DptConfig SMALL =
      new DptConfig(
          List.of(8, 16, 24, 32),
          List.of(1, 1, 1, 1),
          List.of(2, 2, 2, 2),
          List.of(8, 4, 2, 1),
          8,
          8,
          0.5f);

  private static Pass pass(NDManager manager, boolean training) {
    return new Pass(
        new ParameterStore(manager, false), training, Precision.FLOAT32, new SplittableRandom(1));
  }

  @Test
  void featuresAndParts() {
    Dpt network = DptConfig.tiny().build();
    assertThat(network.features())
        .containsExactly(
            new Feature("stage2", 64, 4),
            new Feature("stage3", 128, 8),
            new Feature("stage4", 320, 16),
            new Feature("stage5", 512, 32));
    assertThat(network.parts()).hasSize(5);
    long inParts =
        network.parts().stream().flatMap(List::stream).mapToLong(TorchBlock::parameterCount).sum();
    assertThat(inParts).isEqualTo(network.parameterCount());
  }

  /** As published, 15.2, 26.4 and 46.1 million. */
  @ParameterizedTest
  @CsvSource({"tiny, 15152942", "small, 26409518", "medium, 46131758"})
  void classifiersHaveThePublishedSizes(String size, long parameters) {
    DptConfig config =
        switch (size) {
          case "tiny" -> DptConfig.tiny();
          case "small" -> DptConfig.small();
          default -> DptConfig.medium();
        };
    assertThat(config.classifier(CLASSES).parameterCount()).isEqualTo(parameters);
  }

  @Test
  void classifiersReadTheClassToken() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DptClassifier network = SMALL.classifier(5);
      ReferenceWeights.fill(network, manager);
      NDArray images = ReferenceInputs.array(manager, "input", new Shape(2, 3, 64, 96));
      float[] logits = network.forward(pass(manager, false), images).toFloatArray();
      assertThat(network.trace(Tracer.NONE, images.getShape())).isEqualTo(new Shape(2, 5));
      assertThat(logits).hasSize(10);
      // Each picture for itself, and its own class token's row of the positions counts.
      float[] second = network.forward(pass(manager, false), images.get("1:2")).toFloatArray();
      for (int k = 0; k < 5; k++) {
        assertThat(second[k]).isCloseTo(logits[5 + k], within(1e-5f));
      }
      StateEntry table = entry(network, "pos_embed4");
      table.parameter().getArray().set(new NDIndex(":, 0"), 1f);
      assertThat(network.forward(pass(manager, false), images).toFloatArray()).isNotEqualTo(logits);
    }
  }

  private static StateEntry entry(TorchBlock network, String key) {
    return network.stateEntries().stream()
        .filter(e -> e.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void gradientsReachEveryParameter() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Dpt network = SMALL.withDropPathRate(0).build();
      ReferenceWeights.fill(network, manager);
      network.unfreeze();
      NDArray images = ReferenceInputs.array(manager, "input", new Shape(1, 3, 64, 64));
      try (GradientTape tape = new GradientTape()) {
        NDList maps = network.forward(pass(manager, true), new NDList(images));
        NDArray loss = maps.get(0).sum();
        for (int s = 1; s < maps.size(); s++) {
          loss = loss.add(maps.get(s).mul(maps.get(s)).sum());
        }
        tape.backward(loss);
      }
      for (StateEntry entry : network.stateEntries()) {
        if (!entry.isBuffer()) {
          try (NDArray gradient = entry.parameter().getArray().getGradient()) {
            assertThat(gradient.abs().sum().getFloat()).as(entry.key()).isPositive().isFinite();
          }
        }
      }
    }
  }

  @Test
  void trainingComputesWhatInferenceDoes() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Dpt network = SMALL.withDropPathRate(0).build();
      ReferenceWeights.fill(network, manager);
      NDArray images = ReferenceInputs.array(manager, "input", new Shape(2, 3, 75, 97));
      NDList inference = network.forward(pass(manager, false), new NDList(images));
      NDList training = network.forward(pass(manager, true), new NDList(images));
      for (int s = 0; s < inference.size(); s++) {
        assertThat(training.get(s).allClose(inference.get(s), 1e-4, 1e-4, false)).isTrue();
      }
      assertThat(network.trace(Tracer.NONE, images.getShape()))
          .containsExactly(inference.getShapes());
    }
  }

  @Test
  void saysWhatIsTooSmall() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Dpt network = SMALL.build();
      ReferenceWeights.fill(network, manager);
      NDList images = new NDList(manager.zeros(new Shape(1, 3, 31, 64)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.forward(pass(manager, false), images))
          .withMessageContaining("32 pixels")
          .withMessageContaining("31");
    }
  }

  @Test
  void dropPathRisesFromBlockToBlock() {
    assertThat(DptConfig.tiny().dropPathRate(0, 0)).isZero();
    assertThat(DptConfig.tiny().dropPathRate(3, 1)).isEqualTo(0.1f);
    assertThat(SMALL.dropPathRate(1, 0)).isEqualTo(0.5f / 3);
  }

  @Test
  void impossibleArchitecturesAreRefused() {
    List<Integer> ones = List.of(1, 1, 1, 1);
    List<Integer> widths = List.of(64, 128, 320, 512);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DptConfig(List.of(64), ones, ones, ones, 64, 56, 0))
        .withMessageContaining("widths");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DptConfig(widths, ones, ones, ones, 60, 56, 0))
        .withMessageContaining("head width 60");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DptConfig(widths, ones, ones, List.of(8, 4, 2, 2), 64, 56, 0))
        .withMessageContaining("reduction");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DptConfig(widths, ones, ones, ones, 64, 57, 0))
        .withMessageContaining("57");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DptConfig(widths, ones, ones, ones, 64, 56, 1))
        .withMessageContaining("dropPathRate");
  }
}
