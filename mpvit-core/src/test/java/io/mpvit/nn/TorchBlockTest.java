/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.mpvit.MPViT;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.ops.Precision;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TorchBlockTest {

  /** Small enough to run in milliseconds. */
  private static MPViTConfig pico() {
    return new MPViTConfig(
        List.of(16, 16, 16, 16), List.of(2, 2, 1, 1), List.of(1, 1, 1, 1), 2, 8, 0.5f);
  }

  private static final class Pair extends UnaryBlock {
    private final Linear first = child("first", new Linear(2, 2));

    Pair(boolean twice) {
      tied("again", first);
      if (twice) {
        tied("again", first);
      }
    }

    @Override
    protected NDArray compute(Pass pass, NDArray x) {
      return first.forward(pass, x);
    }

    @Override
    public Shape trace(Tracer tracer, Shape input) {
      return first.trace(tracer, input);
    }
  }

  @Test
  void listsTiedParametersAsAliases() {
    Pair pair = new Pair(false);
    assertThat(pair.stateEntries())
        .extracting(StateEntry::key)
        .containsExactly("first.weight", "first.bias", "again.weight", "again.bias");
    assertThat(pair.stateEntries())
        .extracting(StateEntry::isAlias)
        .containsExactly(false, false, true, true);
    assertThat(pair.stateEntries().get(2).canonicalKey()).isEqualTo("first.weight");
    assertThat(pair.parameterCount()).isEqualTo(6);
    assertThat(pair.getParameters().size()).as("DJL sees a tied parameter once").isEqualTo(2);
  }

  @Test
  void refusesTwoChildrenOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pair(true))
        .withMessageContaining("again");
  }

  @Test
  void findsBlocksByPath() {
    MPViT network = new MPViT(pico());
    assertThat(network.find("mhca_stages.0.mhca_blks.1.MHCA_layers.0.mlp.fc1"))
        .containsInstanceOf(Linear.class);
    assertThat(network.find("")).containsSame(network);
    assertThat(network.find("mhca_stages.0.mhca_blks.7")).isEmpty();
    assertThat(network.find("ste")).isEmpty();
  }

  @Test
  void keepsNothingButItsResult() {
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViT network = initialised(manager);
      try (NDManager scope = manager.newSubManager()) {
        NDArray x = scope.zeros(new Shape(1, 3, 64, 64));
        NDList maps = network.forward(inference(scope), new NDList(x));
        assertThat(scope.getManagedArrays()).hasSize(1 + maps.size());
      }
    }
  }

  @Test
  void recordsNoGradientsWithoutTraining() throws InterruptedException {
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViT network = initialised(manager);
      network.stateEntries().stream()
          .filter(e -> !e.isBuffer())
          .forEach(e -> e.parameter().freeze(false));
      AtomicReference<Boolean> recorded = new AtomicReference<>();
      // The engine starts with gradients on in every thread but its first.
      Thread worker =
          new Thread(
              () -> {
                NDArray x = manager.zeros(new Shape(1, 3, 32, 32));
                NDList maps = network.forward(inference(manager), new NDList(x));
                recorded.set(maps.stream().anyMatch(NDArray::hasGradient));
              });
      worker.start();
      worker.join();
      assertThat(recorded.get()).isFalse();
    }
  }

  @Test
  void givesTheShapesThatItAnnounces() {
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViT network = initialised(manager);
      for (long[] size : new long[][] {{32, 32}, {33, 65}, {1, 1}, {7, 200}}) {
        Shape image = new Shape(2, 3, size[0], size[1]);
        NDList maps = network.forward(inference(manager), new NDList(manager.ones(image)));
        assertThat(maps.getShapes()).isEqualTo(network.getOutputShapes(new Shape[] {image}));
      }
    }
  }

  @Test
  void dropsPathsOnlyWhenTraining() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DropPath dropPath = new DropPath(0.5f);
      NDArray x = manager.ones(new Shape(1000, 2));
      assertThat(dropPath.apply(inference(manager), x)).isSameAs(x);
      Pass training = new Pass(new ParameterStore(manager, false), true, Precision.FLOAT32);
      assertThat(new DropPath(0).apply(training, x)).isSameAs(x);
      float[] dropped = dropPath.apply(training, x).toFloatArray();
      int kept = 0;
      for (int i = 0; i < dropped.length; i += 2) {
        assertThat(dropped[i])
            .as("whole samples are dropped")
            .isEqualTo(dropped[i + 1])
            .isIn(0f, 2f);
        kept += dropped[i] > 0 ? 1 : 0;
      }
      // Seven standard deviations of a fair coin thrown a thousand times.
      assertThat(kept).isBetween(390, 610);
      assertThatIllegalArgumentException().isThrownBy(() -> new DropPath(1));
    }
  }

  private static MPViT initialised(NDManager manager) {
    MPViT network = new MPViT(pico());
    network.freeze();
    network.initialize(manager, DataType.FLOAT32);
    return network;
  }

  private static Pass inference(NDManager manager) {
    return new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
  }
}
