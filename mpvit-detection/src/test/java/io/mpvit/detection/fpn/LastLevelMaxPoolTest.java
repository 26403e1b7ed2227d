/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.fpn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Feature;
import org.junit.jupiter.api.Test;

class LastLevelMaxPoolTest {

  @Test
  void everySecondRowAndColumn() {
    LastLevelMaxPool block = new LastLevelMaxPool(new Feature("p5", 1, 32));
    assertThat(block.source()).isEqualTo("p5");
    assertThat(block.features()).containsExactly(new Feature("p6", 1, 64));
    assertThat(block.stateEntries()).isEmpty();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray map = manager.arange(15f).reshape(1, 1, 3, 5);
      NDArray p6 =
          block
              .forward(new ParameterStore(manager, false), new NDList(map), false)
              .singletonOrThrow();
      assertThat(p6.getShape()).isEqualTo(new Shape(1, 1, 2, 3));
      assertThat(p6.toFloatArray()).containsExactly(0, 2, 4, 10, 12, 14);
      assertThat(block.getOutputShapes(new Shape[] {map.getShape()})[0]).isEqualTo(p6.getShape());
    }
  }
}
