/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Npz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the reference implementation's test pipeline, bit for bit. */
class SegmentationTransformTest {

  private static final Npz GOLDEN = Npz.resource("/reference/upernet/preprocess.golden.npz");
  private static final SegmentationTransform TRANSFORM = SegmentationTransform.published();

  @Test
  void everyLevelOfEveryChannel() {
    byte[] grey = new byte[3 * 256];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i / 3);
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray input = TRANSFORM.input(RgbImage.of(256, 1, grey), manager); // [1, 3, 1, 256]
      float[] levels = input.reshape(3, 256).transpose().toFloatArray();
      assertThat(levels).isEqualTo(GOLDEN.floats("normalize.ramp_rgb"));
    }
  }

  @ParameterizedTest
  @CsvSource({"683, 512", "300, 900", "1024, 1024"})
  void fromPictureToTensor(int width, int height) {
    String name = "pipeline.%dw%dh.tensor".formatted(width, height);
    RgbImage picture = ReferenceInputs.image("image", height, width);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray input = TRANSFORM.input(TRANSFORM.resized(picture, 1), manager);
      assertThat(input.squeeze(0).getShape()).isEqualTo(new Shape(GOLDEN.longs(name + ".shape")));
      float[] values = input.toFloatArray();
      float[] expected = GOLDEN.floats(name + ".sample");
      int step = GOLDEN.ints(name + ".step")[0];
      for (int k = 0; k < expected.length; k++) {
        assertThat(values[k * step]).as(name + " " + k).isEqualTo(expected[k]);
      }
    }
  }
}
