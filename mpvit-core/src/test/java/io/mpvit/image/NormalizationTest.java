/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.reference.ReferenceInputs;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static final RgbImage IMAGE = RgbImage.of(2, 1, new byte[] {0, 1, 2, (byte) 255, 4, 5});

  @Test
  void detectron2SubtractsAndDivides() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        NDArray tensor = Normalization.DETECTRON2.toTensor(IMAGE, manager)) {
      assertThat(tensor.getShape()).isEqualTo(new Shape(3, 1, 2));
      assertThat(tensor.toFloatArray())
          .containsExactly(
              (0 - 123.675f) / 58.395f,
              (255 - 123.675f) / 58.395f,
              (1 - 116.28f) / 57.12f,
              (4 - 116.28f) / 57.12f,
              (2 - 103.53f) / 57.375f,
              (5 - 103.53f) / 57.375f);
    }
  }

  @Test
  void networksOfMsraTakeBlueFirst() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        NDArray tensor = Normalization.DETECTRON2_MSRA.toTensor(IMAGE, manager);
        NDArray scaled = Normalization.DETECTRON2_FAIR.toTensor(IMAGE, manager)) {
      assertThat(tensor.toFloatArray())
          .containsExactly(
              2 - 103.53f, 5 - 103.53f, 1 - 116.28f, 4 - 116.28f, 0 - 123.675f, 255 - 123.675f);
      assertThat(scaled.toFloatArray())
          .containsExactly(
              (2 - 103.53f) / 57.375f,
              (5 - 103.53f) / 57.375f,
              (1 - 116.28f) / 57.12f,
              (4 - 116.28f) / 57.12f,
              (0 - 123.675f) / 58.395f,
              (255 - 123.675f) / 58.395f);
    }
  }

  @Test
  void picturesComeBackFromABatch() {
    RgbImage large = ReferenceInputs.image("large", 5, 7);
    List<Normalization> all =
        List.of(
            Normalization.IMAGENET,
            Normalization.DETECTRON2,
            Normalization.DETECTRON2_MSRA,
            Normalization.DETECTRON2_FAIR);
    for (Normalization normalization : all) {
      try (NDManager manager = NDManager.newBaseManager("PyTorch");
          NDArray batch =
              normalization.toBatch(List.of(IMAGE, large), new ImageSize(8, 9), manager)) {
        assertThat(normalization.toPicture(batch, 0, IMAGE.size())).isEqualTo(IMAGE);
        assertThat(normalization.toPicture(batch, 1, large.size())).isEqualTo(large);
      }
    }
  }

  @Test
  void imagenetDividesBy255First() {
    float[] table = Normalization.IMAGENET.table(1);
    for (int v = 0; v < 256; v++) {
      float unit = v / 255f;
      float centred = unit - 0.456f;
      assertThat(table[v]).isEqualTo(centred / 0.224f);
    }
  }

  @Test
  void batchesArePaddedWithZeros() {
    RgbImage tall = ReferenceInputs.image("image", 5, 3);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        NDArray batch =
            Normalization.DETECTRON2.toBatch(List.of(IMAGE, tall), new ImageSize(6, 4), manager);
        NDArray single = Normalization.DETECTRON2.toTensor(tall, manager);
        NDArray inside = batch.get("1, :, :5, :3");
        NDArray below = batch.get("1, :, 5:, :");
        NDArray right = batch.get("1, :, :, 3:");
        NDArray first = batch.get("0, :, 1:, :")) {
      assertThat(batch.getShape()).isEqualTo(new Shape(2, 3, 6, 4));
      assertThat(inside.toFloatArray()).containsExactly(single.toFloatArray());
      assertThat(below.toFloatArray()).containsOnly(0f);
      assertThat(right.toFloatArray()).containsOnly(0f);
      assertThat(first.toFloatArray()).containsOnly(0f);
    }
  }

  @Test
  void writeLeavesThePaddingAlone() {
    FloatBuffer target = FloatBuffer.allocate(1 + 3 * 2 * 3);
    for (int i = 0; i < target.capacity(); i++) {
      target.put(i, -9f);
    }
    Normalization.DETECTRON2.write(IMAGE, target, 1, new ImageSize(2, 3));
    float[] blue = Normalization.DETECTRON2.table(2);
    assertThat(target.get(0)).isEqualTo(-9f);
    assertThat(target.get(13)).isEqualTo(blue[2]);
    assertThat(target.get(14)).isEqualTo(blue[5]);
    assertThat(target.get(15)).isEqualTo(-9f);
    assertThat(target.get(18)).isEqualTo(-9f);
    assertThat(target.position()).isZero();
  }

  @Test
  void refusesWhatDoesNotFit() {
    FloatBuffer target = FloatBuffer.allocate(100);
    assertThatThrownBy(() -> Normalization.DETECTRON2.write(IMAGE, target, 0, new ImageSize(1, 1)))
        .hasMessageContaining("1x2")
        .hasMessageContaining("1x1");
    assertThatThrownBy(() -> new Normalization(1f, List.of(1f), List.of(1f, 1f, 1f)))
        .hasMessageContaining("3 values");
    assertThatThrownBy(() -> new Normalization(0f, List.of(1f, 1f, 1f), List.of(1f, 1f, 1f)))
        .hasMessageContaining("positive");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      assertThatThrownBy(
              () -> Normalization.IMAGENET.toBatch(List.of(), new ImageSize(1, 1), manager))
          .hasMessageContaining("at least one");
    }
  }
}
