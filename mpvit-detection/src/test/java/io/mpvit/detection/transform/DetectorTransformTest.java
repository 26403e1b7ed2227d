/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorTransformTest {
  private static final DetectorTransform SMALL =
      new DetectorTransform(new ShortestEdgeResize(40, 70), Normalization.DETECTRON2, 32);

  @Test
  void padsToTheLargestThenToTheMultiple() {
    try (NDManager manager = NDManager.newBaseManager()) {
      // 20x30 -> 40x60; 100x50 -> 80x40 -> 70x35
      ImageBatch batch = SMALL.batch(List.of(grey(20, 30), grey(100, 50)), manager);
      assertThat(batch.tensor().getShape()).isEqualTo(new Shape(2, 3, 96, 64));
      assertThat(batch.sizes()).containsExactly(new ImageSize(40, 60), new ImageSize(70, 35));
      assertThat(batch.originals()).containsExactly(new ImageSize(20, 30), new ImageSize(100, 50));
      assertPicture(batch.tensor().get(0), 40, 60);
      assertPicture(batch.tensor().get(1), 70, 35);
      assertThat(batch.inputs().head()).isSameAs(batch.tensor());
      assertThat(batch.inputs().get(1).getShape()).isEqualTo(new Shape(2, 2));
      assertThat(batch.inputs().get(1).toLongArray()).containsExactly(40, 60, 70, 35);
    }
  }

  @Test
  void publishedSizes() {
    try (NDManager manager = NDManager.newBaseManager()) {
      ImageBatch batch = DetectorTransform.published().batch(List.of(grey(480, 640)), manager);
      assertThat(batch.sizes()).containsExactly(new ImageSize(800, 1067));
      assertThat(batch.tensor().getShape()).isEqualTo(new Shape(1, 3, 800, 1088));
    }
  }

  @Test
  void onePixel() {
    try (NDManager manager = NDManager.newBaseManager()) {
      ImageBatch batch = SMALL.batch(List.of(grey(1, 1)), manager);
      assertThat(batch.tensor().getShape()).isEqualTo(new Shape(1, 3, 64, 64));
      assertThat(batch.sizes()).containsExactly(new ImageSize(40, 40));
    }
  }

  @Test
  void refusesBadArguments() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> SMALL.batch(List.of(), manager))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at least one picture");
      NDArray one = manager.zeros(new Shape(1, 3, 4, 4));
      assertThatThrownBy(() -> new ImageBatch(one, List.of(), List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 pictures");
    }
    assertThatThrownBy(
            () -> new DetectorTransform(ShortestEdgeResize.DETECTRON2, Normalization.DETECTRON2, 0))
        .hasMessageContaining("divisor");
  }

  private static RgbImage grey(int height, int width) {
    byte[] pixels = new byte[3 * height * width];
    Arrays.fill(pixels, (byte) 100);
    return RgbImage.of(width, height, pixels);
  }

  /** Inside: the normalised grey; outside: exact zeros. */
  private static void assertPicture(NDArray image, int height, int width) {
    float red = (100 - 123.675f) / 58.395f;
    NDArray plane = image.get(0);
    assertThat(plane.get("0:{}, 0:{}", height, width).sub(red).abs().max().getFloat())
        .isCloseTo(0, within(1e-6f));
    assertThat(plane.get("{}:, :", height).abs().sum().getFloat()).isZero();
    assertThat(plane.get(":, {}:", width).abs().sum().getFloat()).isZero();
  }
}
