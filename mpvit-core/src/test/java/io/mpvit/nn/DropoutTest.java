/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.ops.Precision;
import io.mpvit.training.GradientTape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DropoutTest {

  private static Pass training(NDManager manager, long seed) {
    ParameterStore store = new ParameterStore(manager, false);
    return new Pass(store, true, Precision.FLOAT32, new SplittableRandom(seed));
  }

  @Test
  void dropsAShareAndScalesTheRest() {
    Dropout dropout = new Dropout(0.1f);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.full(new Shape(101, 303), 2f);
      float[] values = dropout.apply(training(manager, 3), x).toFloatArray();
      int dropped = 0;
      for (float value : values) {
        assertThat(value).isIn(0f, 2 * (1 / 0.9f));
        dropped += value == 0 ? 1 : 0;
      }
      assertThat((double) dropped / values.length).isCloseTo(0.1, within(0.006));
      assertThat(dropout.apply(training(manager, 3), x).toFloatArray()).isEqualTo(values);
      assertThat(dropout.apply(training(manager, 4), x).toFloatArray()).isNotEqualTo(values);
    }
  }

  @Test
  void doesNothingWithoutTrainingOrARate() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.ones(new Shape(4));
      Pass inference = new Pass(new ParameterStore(manager, false), false, Precision.FLOAT32);
      assertThat(new Dropout(0.5f).apply(inference, x)).isSameAs(x);
      assertThat(new Dropout(0).apply(training(manager, 1), x)).isSameAs(x);
      assertThat(new Dropout(0.5f).apply(training(manager, 1), manager.create(new Shape(0, 3))))
          .extracting(NDArray::getShape)
          .isEqualTo(new Shape(0, 3));
    }
  }

  @Test
  void gradientsFlowThroughWhatIsKept() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.ones(new Shape(50, 50));
      x.setRequiresGradient(true);
      float[] kept;
      try (NDManager scratch = manager.newSubManager();
          GradientTape tape = new GradientTape()) {
        NDArray y = new Dropout(0.3f).apply(training(scratch, 5), x);
        kept = y.toFloatArray();
        tape.backward(y.sum());
      }
      try (NDArray gradient = x.getGradient()) {
        assertThat(gradient.toFloatArray()).isEqualTo(kept);
      }
    }
  }

  @Test
  void ratesOutsideTheRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(1))
        .withMessageContaining("found 1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(-0.1f));
    assertThatIllegalArgumentException().isThrownBy(() -> new Dropout(Float.NaN));
  }
}
