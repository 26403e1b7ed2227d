/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoxesTest {
  @Test
  void sizesHaveNoAddedPixel() {
    float[] boxes = {1, 2, 4, 6, 0, 0, 0.5f, 0.5f};
    assertThat(Boxes.count(boxes)).isEqualTo(2);
    assertThat(Boxes.area(boxes, 0)).isEqualTo(12f);
    assertThat(Boxes.area(boxes, 1)).isEqualTo(0.25f);
  }

  @Test
  void overlap() {
    float[] a = {0, 0, 10, 10};
    float[] b = {5, 5, 15, 15, 10, 0, 20, 10, -4, -4, 14, 14, Float.NaN, 0, 1, 1};
    assertThat(Boxes.iou(a, 0, a, 0)).isEqualTo(1f);
    assertThat(Boxes.iou(a, 0, b, 0)).isEqualTo(25f / 175f);
    assertThat(Boxes.iou(a, 0, b, 1)).as("touching edges").isZero();
    assertThat(Boxes.iou(a, 0, b, 2)).as("contained").isEqualTo(100f / 324f);
    assertThat(Boxes.iou(a, 0, b, 3)).as("not a number").isZero();
  }
}
