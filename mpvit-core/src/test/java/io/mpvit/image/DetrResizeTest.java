/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Npz;
import org.junit.jupiter.api.Test;

/** Against the original's sizes and pixels. */
class DetrResizeTest {
  private final Npz golden = Npz.resource("/reference/deformable_detr/transforms.golden.npz");

  @Test
  void sizes() {
    int[] rows = golden.ints("size_rule"); // short side, limit, w, h, new h, new w
    for (int i = 0; i < rows.length; i += 6) {
      ImageSize size = new ImageSize(rows[i + 3], rows[i + 2]);
      DetrResize rule = new DetrResize(rows[i], rows[i + 1]);
      assertThat(rule.target(size))
          .as(rule + " of " + size)
          .isEqualTo(new ImageSize(rows[i + 4], rows[i + 5]));
    }
  }

  @Test
  void pixels() {
    int[] cases = golden.ints("resize.cases");
    DetrResize rule = new DetrResize(64, 100);
    for (int i = 0; i < cases.length / 2; i++) {
      RgbImage picture = ReferenceInputs.image("image", cases[2 * i], cases[2 * i + 1]);
      RgbImage resized = rule.apply(picture);
      assertThat(resized.raw()).as("case " + i).isEqualTo(golden.bytes("resize." + i + ".out"));
    }
  }

  @Test
  void normalisedPixels() {
    int[] cases = golden.ints("resize.cases");
    RgbImage resized =
        new DetrResize(64, 100).apply(ReferenceInputs.image("image", cases[2], cases[3]));
    try (NDManager manager = NDManager.newBaseManager();
        NDArray tensor = Normalization.IMAGENET.toTensor(resized, manager)) {
      float[] values = tensor.toFloatArray();
      float[] expected = golden.floats("eval.1.sample");
      int stride = golden.ints("eval.1.meta")[0];
      assertThat(expected).hasSize((values.length - 1) / stride + 1);
      for (int i = 0; i < expected.length; i++) {
        assertThat(values[i * stride]).isCloseTo(expected[i], within(1e-6f));
      }
    }
  }

  @Test
  void sidesNeverVanish() {
    assertThat(DetrResize.PUBLISHED.target(new ImageSize(1, 4000)).height()).isEqualTo(1);
    assertThat(DetrResize.PUBLISHED.target(new ImageSize(1, 1))).isEqualTo(new ImageSize(800, 800));
  }

  @Test
  void refusesBadSides() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DetrResize(0, 5));
    assertThatIllegalArgumentException().isThrownBy(() -> new DetrResize(5, -1));
  }
}
