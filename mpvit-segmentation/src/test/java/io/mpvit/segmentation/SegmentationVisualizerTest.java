/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Legend;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentationVisualizerTest {

  private static final SegmentationVisualizer ADE20K =
      new SegmentationVisualizer(Ade20kClasses.classes());

  private static final RgbImage PICTURE =
      RgbImage.of(2, 2, new byte[] {1, 2, 3, 0, 0, 0, (byte) 255, 101, 7, 9, 9, 9});

  @Test
  void coloursAndPicturesMixHalfAndHalfTruncated() {
    LabelMap labels = new LabelMap(new ImageSize(2, 2), new short[] {0, 2, 2, 2});
    RgbImage overlay = ADE20K.overlay(PICTURE, labels);
    // wall 120,120,120; sky 6,230,230
    assertThat(overlay.pixel(0, 0)).isEqualTo(60 << 16 | 61 << 8 | 61);
    assertThat(overlay.pixel(1, 0)).isEqualTo(3 << 16 | 115 << 8 | 115);
    assertThat(overlay.pixel(0, 1)).isEqualTo(130 << 16 | 165 << 8 | 118);
  }

  @Test
  void theLegendNamesWhatIsThere() {
    LabelMap labels = new LabelMap(new ImageSize(2, 2), new short[] {0, 2, 2, 2});
    assertThat(ADE20K.legend(labels).entries())
        .containsExactly(
            new Legend.Entry("sky 75.0%", 0x06e6e6), new Legend.Entry("wall 25.0%", 0x787878));
    RgbImage drawn = ADE20K.draw(PICTURE, labels);
    assertThat(drawn.crop(0, 0, 2, 2)).isEqualTo(ADE20K.overlay(PICTURE, labels));
    assertThat(drawn).isEqualTo(ADE20K.draw(PICTURE, labels));
  }

  @Test
  void aSpeckIsNotNothing() {
    short[] indices = new short[10_000];
    indices[5] = 2;
    assertThat(ADE20K.legend(new LabelMap(new ImageSize(100, 100), indices)).entries())
        .extracting(Legend.Entry::text)
        .containsExactly("wall 100.0%", "sky <0.1%");
  }

  @Test
  void sizesAndClassesMustFit() {
    LabelMap narrow = new LabelMap(new ImageSize(4, 1), new short[4]);
    assertThatThrownBy(() -> ADE20K.draw(PICTURE, narrow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2")
        .hasMessageContaining("4x1");
    LabelMap unknown = new LabelMap(new ImageSize(2, 2), new short[] {0, 0, 0, 150});
    assertThatThrownBy(() -> ADE20K.draw(PICTURE, unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("below 150, found 150");
  }

  @Test
  void theClassesOfAde20k() {
    SegmentationClasses classes = Ade20kClasses.classes();
    assertThat(classes.size()).isEqualTo(150);
    assertThat(classes.name(7)).isEqualTo("bed");
    assertThat(classes.colour(6)).isEqualTo(0x8c8c8c).isEqualTo(classes.colour(48));
    SegmentationClasses own = SegmentationClasses.of(List.of("water", "land"));
    assertThat(own.colour(0)).isNotEqualTo(own.colour(1));
    assertThatThrownBy(() -> SegmentationClasses.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
