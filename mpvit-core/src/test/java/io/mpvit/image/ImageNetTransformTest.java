/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Npz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNetTransformTest {
  private static final Npz GOLDEN = Npz.resource("/reference/mpvit/preprocess.golden.npz");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "375x500", "300x402", "500x333", "200x301", "256x400", "641x427", "224x224", "256x256"
      })
  void equalsTheOriginalPipeline(String name) {
    String[] sides = name.split("x");
    RgbImage image =
        ReferenceInputs.image("image", Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    ImageNetTransform transform = ImageNetTransform.DEFAULT;
    String key = "prep." + name + ".";

    ImageSize resized = transform.resized(image.size());
    assertThat(
            new int[] {
              resized.height(),
              resized.width(),
              transform.offset(resized.height()),
              transform.offset(resized.width())
            })
        .containsExactly(GOLDEN.ints(key + "resized_hw_top_left"));

    RgbImage crop = transform.apply(image);
    assertThat(crop.toBytes()).isEqualTo(GOLDEN.bytes(key + "crop"));

    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        NDArray tensor = Normalization.IMAGENET.toTensor(crop, manager)) {
      assertThat(tensor.getShape().getShape()).containsExactly(GOLDEN.longs(key + "tensor.shape"));
      float[] values = tensor.toFloatArray();
      int stride = GOLDEN.ints(key + "tensor.stride")[0];
      float[] sample = GOLDEN.floats(key + "tensor.sample");
      for (int i = 0; i < sample.length; i++) {
        assertThat(values[i * stride]).as("element %d", i * stride).isEqualTo(sample[i]);
      }
      double sum = 0;
      for (float v : values) {
        sum += v;
      }
      assertThat(sum / values.length)
          .isCloseTo(
              GOLDEN.doubles(key + "tensor.stats")[0],
              org.assertj.core.api.Assertions.within(1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "64,73", "128,146", "192,219", "224,256", "256,292", "288,329", "320,365", "384,438", "448,512",
    "512,585"
  })
  void shortSideIsTruncated(int size, int side) {
    assertThat(new ImageNetTransform(size).resized(new ImageSize(1000, 1000)))
        .isEqualTo(new ImageSize(side, side));
  }

  @Test
  void windowEqualsResizingThenCropping() {
    RgbImage image = ReferenceInputs.image("other", 90, 333);
    RgbImage whole = PillowResize.resize(image, new ImageSize(256, 947), Resampling.BICUBIC);
    assertThat(ImageNetTransform.DEFAULT.apply(image)).isEqualTo(whole.crop(362, 16, 224, 224));
  }

  @Test
  void smallInputsAreLeftAlone() {
    RgbImage image = ReferenceInputs.image("image", 40, 50);
    assertThat(new ImageNetTransform(32).apply(image)).isSameAs(image);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "10,20000", "20000,10", "1,300", "256,256"})
  void extremeShapesGiveASquare(int height, int width) {
    RgbImage crop = ImageNetTransform.DEFAULT.apply(ReferenceInputs.image("image", height, width));
    assertThat(crop.size()).isEqualTo(new ImageSize(224, 224));
  }

  @Test
  void refusesSizesBelowOne() {
    assertThatThrownBy(() -> new ImageNetTransform(0)).hasMessageContaining("0");
  }
}
