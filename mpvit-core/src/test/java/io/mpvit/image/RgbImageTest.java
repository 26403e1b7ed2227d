/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.modality.cv.Image;
import io.mpvit.reference.ReferenceInputs;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RgbImageTest {
  private final RgbImage image = ReferenceInputs.image("image", 19, 34);

  @Test
  void referenceFormulaHoldsItsKnownValues() {
    RgbImage known = ReferenceInputs.image("image", 375, 500);
    assertThat(known.pixel(0, 0) >> 16).isEqualTo(177);
    assertThat(known.pixel(8, 0) >> 16).isEqualTo(242);
    assertThat(known.pixel(16, 0) >> 16).isEqualTo(161);
    assertThat(known.pixel(499, 374) & 0xff).isEqualTo(36);
  }

  @Test
  void survivesAwtAndDjl() {
    assertThat(RgbImage.from(image.toBufferedImage())).isEqualTo(image).hasSameHashCodeAs(image);
    Image djl = image.toDjlImage();
    assertThat(djl.getWidth()).isEqualTo(34);
    assertThat(RgbImage.from(djl)).isEqualTo(image);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void takesEveryColourTypeOfAwt(int type) {
    BufferedImage awt = new BufferedImage(34, 19, type);
    for (int y = 0; y < 19; y++) {
      for (int x = 0; x < 34; x++) {
        awt.setRGB(x, y, 0xff000000 | image.pixel(x, y));
      }
    }
    assertThat(RgbImage.from(awt)).isEqualTo(image);
    // A part of a larger picture has its own origin.
    assertThat(RgbImage.from(awt.getSubimage(3, 2, 20, 10))).isEqualTo(image.crop(3, 2, 20, 10));
  }

  @Test
  void greySamplesStayAsStored() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 77);
    assertThat(RgbImage.from(grey).pixel(0, 0)).isEqualTo(0x4d4d4d);
    BufferedImage deep = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0x4dff);
    assertThat(RgbImage.from(deep).pixel(0, 0)).isEqualTo(0x4d4d4d);
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, 0xffffffff);
    assertThat(RgbImage.from(bits).toBytes()).containsExactly(0, 0, 0, 255, 255, 255);
  }

  @Test
  void cannotBeChangedFromOutside() {
    byte[] rgb = {1, 2, 3};
    RgbImage one = RgbImage.of(1, 1, rgb);
    rgb[0] = 9;
    one.toBytes()[1] = 9;
    assertThat(one.pixel(0, 0)).isEqualTo(0x010203);
    assertThat(one.asBuffer().isReadOnly()).isTrue();
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> RgbImage.of(2, 2, new byte[3])).hasMessageContaining("12 bytes");
    assertThatThrownBy(() -> RgbImage.of(0, 2, new byte[0])).hasMessageContaining("2x0");
    assertThatThrownBy(() -> image.pixel(34, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> image.crop(30, 0, 5, 5)).hasMessageContaining("34 x 19");
  }
}
