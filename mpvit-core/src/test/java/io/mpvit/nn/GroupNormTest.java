/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import org.junit.jupiter.api.Test;

class GroupNormTest {

  @Test
  void eachGroupOfEachMapHasMeanZeroAndVarianceOne() {
    try (NDManager manager = NDManager.newBaseManager()) {
      GroupNorm norm = new GroupNorm(2, 6);
      norm.initialize(manager, DataType.FLOAT32);
      NDArray x = ReferenceInputs.array(manager, "x", new Shape(2, 6, 5, 4)).mul(3).add(7);
      for (boolean training : new boolean[] {false, true}) {
        Pass pass = new Pass(new ParameterStore(manager, false), training, Precision.FLOAT32);
        NDArray groups = norm.forward(pass, x).reshape(4, 60);
        for (int i = 0; i < 4; i++) {
          NDArray group = groups.get(i);
          assertThat(group.mean().getFloat()).isCloseTo(0f, within(1e-5f));
          assertThat(group.square().mean().getFloat()).isCloseTo(1f, within(1e-4f));
        }
      }
    }
  }

  @Test
  void refusesGroupsThatDoNotDivideTheChannels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroupNorm(4, 6))
        .withMessageContaining("4 groups do not divide 6 channels");
  }
}
