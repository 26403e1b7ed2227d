/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FiniteOpsTest {

  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void countsWhatIsNoNumber() {
    NDArray array = manager.create(new float[] {1, NAN, INF, -INF, NAN, NAN});
    FiniteOps.Count count = FiniteOps.count(array);
    assertThat(count).isEqualTo(new FiniteOps.Count(3, 2, 6));
    assertThat(count).hasToString("3 NaN and 2 infinite among 6 values");
    assertThat(FiniteOps.count(manager.create(NAN))).hasToString("1 NaN among 1 value");
    assertThat(FiniteOps.count(array.toType(DataType.FLOAT64, false)).nan()).isEqualTo(3);
    assertThat(FiniteOps.count(array.toType(DataType.FLOAT16, false)).infinite()).isEqualTo(2);
  }

  /** A sum may overflow though every term is finite. */
  @Test
  void largeNumbersAreNumbers() {
    NDArray large = manager.create(new float[] {Float.MAX_VALUE, Float.MAX_VALUE, 1});
    assertThat(large.sum().getFloat()).isInfinite();
    assertThat(FiniteOps.count(large).isFinite()).isTrue();
    assertThat(FiniteOps.count(large.neg()).isFinite()).isTrue();
  }

  @Test
  void everyTypeAndEverySize() {
    for (DataType type :
        List.of(DataType.INT64, DataType.INT32, DataType.INT8, DataType.UINT8, DataType.BOOLEAN)) {
      assertThat(FiniteOps.count(manager.ones(new Shape(3), type)).isFinite()).isTrue();
    }
    assertThat(FiniteOps.count(manager.create(new Shape(0, 4))).isFinite()).isTrue();
    assertThat(FiniteOps.count(manager.create(2f)).isFinite()).isTrue();
  }

  @Test
  void namesWhoseNumbersTheyAre() {
    NDArray sound = manager.ones(new Shape(2, 3));
    FiniteOps.require(List.of(sound), "the head");
    assertThatExceptionOfType(NonFiniteException.class)
        .isThrownBy(() -> FiniteOps.require(List.of(sound, sound.mul(NAN)), "the head"))
        .withMessageStartingWith("the head gives no numbers: 6 NaN among 6 values in its output")
        .withMessageContaining("(2, 3)");
  }

  /** What is computed on the way does not stay. */
  @Test
  void leavesNothingBehind() {
    NDArray array = manager.create(new float[] {1, NAN});
    int before = manager.getManagedArrays().size();
    FiniteOps.count(array);
    assertThat(manager.getManagedArrays()).hasSize(before);
  }
}
