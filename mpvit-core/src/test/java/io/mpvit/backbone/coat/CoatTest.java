/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.FlopCounter;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoatTest {

  private static final List<Integer> ONES = List.of(1, 1, 1, 1);
  private static final List<Integer> WIDTHS = List.of(16, 24, 24, 24);

  /** A network small enough for differences. */
  private static CoatConfig little(int parallelBlocks) {
    // The last block's map reaches no class token, so one block would leave things unread.
    return new CoatConfig(WIDTHS, List.of(1, 1, 1, 2), parallelBlocks, List.of(2, 2, 2, 2), 8, 0);
  }

  private static Pass pass(NDManager manager, boolean training) {
    return new Pass(new ParameterStore(manager, false), training, Precision.FLOAT32);
  }

  /** Sides that no stride divides: each map has half of the one before, rounded down. */
  @ParameterizedTest
  @CsvSource({"0, 67, 45", "2, 67, 45", "2, 32, 32", "0, 95, 127"})
  void takesImagesOfAnySize(int parallelBlocks, int height, int width) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Coat network = new Coat(little(parallelBlocks));
      ReferenceWeights.fill(network, manager);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(2, 3, height, width));
      NDList maps = network.forward(pass(manager, false), new NDList(x));
      long h = height / 4;
      long w = width / 4;
      for (int s = 0; s < maps.size(); s++) {
        assertThat(maps.get(s).getShape()).isEqualTo(new Shape(2, WIDTHS.get(s), h, w));
        assertThat(maps.get(s).isInfinite().any().getBoolean()).isFalse();
        h /= 2;
        w /= 2;
      }
      assertThat(network.getOutputShapes(new Shape[] {x.getShape()}))
          .containsExactly(maps.stream().map(NDArray::getShape).toArray(Shape[]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void imagesOfABatchDoNotSeeEachOther(int parallelBlocks) {
    try (NDManager manager = NDManager.newBaseManager()) {
      CoatClassifier network = new CoatClassifier(little(parallelBlocks), 5);
      ReferenceWeights.fill(network, manager);
      Pass pass = pass(manager, false);
      NDArray both = ReferenceInputs.array(manager, "input", new Shape(2, 3, 40, 56));
      float[] together = network.forward(pass, both).toFloatArray();
      for (int i = 0; i < 2; i++) {
        float[] alone = network.forward(pass, both.get(i).expandDims(0)).toFloatArray();
        assertThat(alone)
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(Arrays.copyOfRange(together, 5 * i, 5 * i + 5));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 70", "40, 31"})
  void smallImagesArePaddedWithZeros(int height, int width) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Coat network = new Coat(little(2));
      ReferenceWeights.fill(network, manager);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(1, 3, height, width));
      NDArray canvas = manager.zeros(new Shape(1, 3, Math.max(height, 32), Math.max(width, 32)));
      canvas.set(new NDIndex(":, :, :%d, :%d".formatted(height, width)), x);
      NDList maps = network.forward(pass(manager, false), new NDList(x));
      NDList expected = network.forward(pass(manager, false), new NDList(canvas));
      for (int s = 0; s < maps.size(); s++) {
        assertThat(maps.get(s).toFloatArray()).isEqualTo(expected.get(s).toFloatArray());
      }
      assertThat(network.getOutputShapes(new Shape[] {x.getShape()}))
          .containsExactly(maps.stream().map(NDArray::getShape).toArray(Shape[]::new));
    }
  }

  /** Training takes other ways through the layers; without drop path it finds the same. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void trainingComputesTheSameAndItsGradientsAreDifferences(int parallelBlocks) {
    try (NDManager manager = NDManager.newBaseManager()) {
      CoatClassifier network = new CoatClassifier(little(parallelBlocks), 5);
      ReferenceWeights.fill(network, manager);
      NDArray x = ReferenceInputs.array(manager, "input", new Shape(2, 3, 40, 56));
      NDArray factors = ReferenceInputs.array(manager, "factors", new Shape(2, 5));
      float[] inference = network.forward(pass(manager, false), x).toFloatArray();
      network.unfreeze();
      try (GradientTape tape = new GradientTape()) {
        NDArray logits = network.forward(pass(manager, true), x);
        assertThat(logits.toFloatArray())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(inference);
        tape.backward(logits.mul(factors).sum());
      }
      for (StateEntry entry : network.stateEntries()) {
        if (!entry.isAlias() && !isUnused(entry.key(), parallelBlocks > 0)) {
          checkSlope(network, entry, x, factors, manager);
        }
      }
    }
  }

  private static boolean isUnused(String key, boolean coScale) {
    return key.startsWith("norm1.")
        || !coScale && (key.startsWith("norm2.") || key.startsWith("norm3."));
  }

  /** Along its own gradient a parameter changes the loss by the gradient's norm. */
  private static void checkSlope(
      CoatClassifier network, StateEntry entry, NDArray x, NDArray factors, NDManager manager) {
    NDArray value = entry.parameter().getArray();
    try (NDManager scratch = manager.newSubManager();
        NDArray gradient = value.getGradient()) {
      float[] slope = gradient.toFloatArray();
      double norm = 0;
      for (float g : slope) {
        norm += (double) g * g;
      }
      norm = Math.sqrt(norm);
      assertThat(norm).as("gradient of " + entry.key()).isPositive();
      float[] original = value.toFloatArray();
      double step = 2e-3;
      double[] losses = new double[2];
      for (int side = 0; side < 2; side++) {
        float[] moved = original.clone();
        for (int i = 0; i < moved.length; i++) {
          moved[i] += (float) ((2 * side - 1) * step * slope[i] / norm);
        }
        set(value, moved, scratch);
        float[] logits = network.forward(pass(scratch, false), x).toFloatArray();
        float[] weights = factors.toFloatArray();
        for (int i = 0; i < logits.length; i++) {
          losses[side] += (double) logits[i] * weights[i];
        }
      }
      set(value, original, scratch);
      assertThat((losses[1] - losses[0]) / (2 * step))
          .as("slope along the gradient of " + entry.key())
          .isCloseTo(norm, Offset.offset(0.02 * norm + 3e-3));
    }
  }

  private static void set(NDArray array, float[] values, NDManager manager) {
    HostArrays.of(manager, values, array.getShape().getShape()).copyTo(array);
  }

  @Test
  void everyParameterBelongsToOnePart() {
    Coat network = new Coat(little(2));
    List<Set<Parameter>> parts =
        network.parts().stream()
            .map(
                part ->
                    part.stream()
                        .flatMap(block -> block.stateEntries().stream())
                        .map(StateEntry::parameter)
                        .collect(Collectors.toSet()))
            .toList();
    assertThat(parts).hasSize(5);
    Set<Parameter> all = Collections.newSetFromMap(new IdentityHashMap<>());
    parts.subList(0, 4).forEach(all::addAll);
    // Parallel blocks use the serial stages' encodings.
    all.addAll(parts.get(4));
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            network.stateEntries().stream().map(StateEntry::parameter).distinct().toList());
    assertThat(parts.get(0).stream().mapToLong(p -> p.getShape().size()).sum())
        .isEqualTo(16 * 3 * 16 + 3 * 16);
    assertThat(network.parts().get(1)).allMatch(TorchBlock.class::isInstance).hasSize(3);
  }

  @Test
  void countsItsOperations() {
    FlopCounter lite =
        FlopCounter.of(new CoatClassifier(CoatConfig.liteSmall(), 1000), new Shape(1, 3, 224, 224));
    FlopCounter coScale =
        FlopCounter.of(new CoatClassifier(CoatConfig.small(), 1000), new Shape(1, 3, 224, 224));
    // The paper's table: 4.0 and 12.6 billion multiply-adds.
    assertThat(lite.totalFlops()).isBetween(3_900_000_000L, 4_100_000_000L);
    assertThat(coScale.totalFlops()).isBetween(12_300_000_000L, 12_900_000_000L);
  }

  @Test
  void namesWhatIsWrong() {
    refuses(() -> new CoatConfig(List.of(16, 24), ONES, 0, ONES, 8, 0), "widths");
    refuses(() -> new CoatConfig(List.of(16, 24, 20, 24), ONES, 0, ONES, 8, 0), "20");
    refuses(() -> new CoatConfig(WIDTHS, List.of(1, 0, 1, 1), 0, ONES, 8, 0), "serialBlocks");
    refuses(() -> new CoatConfig(WIDTHS, ONES, -1, ONES, 8, 0), "parallelBlocks");
    refuses(() -> new CoatConfig(List.of(16, 24, 32, 24), ONES, 1, ONES, 8, 0), "equal widths");
    refuses(() -> new CoatConfig(WIDTHS, ONES, 1, List.of(1, 2, 1, 1), 8, 0), "mlpRatios");
    refuses(() -> new CoatConfig(WIDTHS, ONES, 0, ONES, 2, 0), "heads");
    refuses(() -> new CoatConfig(WIDTHS, ONES, 0, ONES, 8, 1), "dropPathRate");
    refuses(() -> new CoatClassifier(little(0), 0), "classes");
    assertThat(CoatConfig.small().withDropPathRate(0.2f).dropPathRate()).isEqualTo(0.2f);
  }

  private static void refuses(ThrowingCallable construction, String name) {
    assertThatIllegalArgumentException().isThrownBy(construction).withMessageContaining(name);
  }
}
