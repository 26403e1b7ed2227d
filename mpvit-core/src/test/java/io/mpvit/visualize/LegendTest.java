/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.visualize.Legend.Entry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegendTest {

  @Test
  void leavesThePictureAsItIs() {
    RgbImage picture = ReferenceInputs.image("image", 60, 80);
    Legend legend = new Legend(List.of(new Entry("sky 60%", 0x06e6e6), new Entry("sea", 0x0907e6)));
    RgbImage drawn = legend.beside(picture);
    assertThat(drawn.height()).isEqualTo(60);
    assertThat(drawn.width()).isGreaterThan(80);
    assertThat(drawn.crop(0, 0, 80, 60)).isEqualTo(picture);
    assertThat(drawn.pixel(80, 0)).isEqualTo(0x06e6e6);
    assertThat(drawn.pixel(80, 16)).isEqualTo(0x0907e6);
    assertThat(drawn.pixel(80, 59)).isEqualTo(0xffffff);
  }

  @Test
  void nothingToSayLeavesEverything() {
    RgbImage picture = ReferenceInputs.image("image", 9, 9);
    assertThat(new Legend(List.of()).beside(picture)).isSameAs(picture);
  }

  @Test
  void manyLinesTakeSeveralColumns() {
    RgbImage picture = ReferenceInputs.image("image", 60, 80);
    int one = new Legend(List.of(new Entry("wall", 0))).beside(picture).width() - 80;
    List<Entry> many = Collections.nCopies(20, new Entry("wall", 0));
    assertThat(new Legend(many).beside(picture).width() - 80).isEqualTo(5 * one);
  }

  @Test
  void onePixelGetsALine() {
    RgbImage pixel = RgbImage.of(1, 1, new byte[] {1, 2, 3});
    RgbImage drawn = new Legend(List.of(new Entry("wall 100%", 0x787878))).beside(pixel);
    assertThat(drawn.pixel(0, 0)).isEqualTo(0x010203);
    assertThat(drawn.height()).isGreaterThan(10);
  }
}
