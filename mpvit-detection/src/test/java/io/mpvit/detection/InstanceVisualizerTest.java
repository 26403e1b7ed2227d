/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.DrawingStyle;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceVisualizerTest {

  private static final ImageSize SIZE = new ImageSize(200, 300);
  private static final int PERSON = CocoCategories.categories().get(0).rgb();
  private static final int CAR = CocoCategories.categories().get(2).rgb();

  private final InstanceVisualizer visualizer = new InstanceVisualizer(CocoCategories.categories());
  private final RgbImage black = RgbImage.of(300, 200, new byte[3 * 300 * 200]);

  @Test
  void aMaskIsTranslucentWithAContourInsideItsBox() {
    // The mask is the box's lower half.
    Instance item = new Instance(new Box(50, 60, 150, 180), 0.9f, 0, mask(50, 120, 150, 180));
    RgbImage drawn = draw(item);
    assertThat(drawn.pixel(100, 150)).as("the mask").isNotZero().isNotEqualTo(PERSON);
    assertThat(drawn.pixel(100, 120)).as("its contour").isEqualTo(PERSON);
    assertThat(drawn.pixel(100, 100)).as("the box without mask").isZero();
    assertThat(drawn.pixel(50, 90)).as("the box's edge").isEqualTo(PERSON);
    assertThat(drawn.pixel(160, 150)).as("beside the box").isZero();
    assertThat(visualizer.label(item)).isEqualTo("person 90%");
  }

  @Test
  void smallMasksLieOnLargeOnes() {
    Instance large = new Instance(new Box(10, 40, 290, 190), 0.5f, 0, mask(10, 40, 290, 190));
    Instance small = new Instance(new Box(100, 100, 160, 160), 0.9f, 2, mask(100, 100, 160, 160));
    RgbImage drawn = draw(small, large);
    assertThat(drawn).isEqualTo(draw(small, large));
    assertThat(drawn.pixel(130, 130)).isNotEqualTo(drawn.pixel(200, 130));
    RgbImage swapped =
        draw(
            new Instance(large.box(), 0.9f, 0, large.mask()),
            new Instance(small.box(), 0.5f, 2, small.mask()));
    assertThat(swapped.pixel(130, 130)).as("whatever the scores").isEqualTo(drawn.pixel(130, 130));
    RgbImage under = draw(large);
    assertThat(drawn.pixel(130, 130)).isEqualTo(over(under.pixel(130, 130), CAR));
  }

  @Test
  void anInstanceWithoutPixelsKeepsItsBox() {
    RgbImage drawn = draw(new Instance(new Box(50, 60, 150, 180), 0.9f, 0, Rle.empty(SIZE)));
    assertThat(drawn.pixel(50, 90)).isEqualTo(PERSON);
    assertThat(drawn.pixel(100, 120)).isZero();
  }

  @Test
  void masksThatTouchTheBordersAndSinglePixels() {
    Instance all = new Instance(new Box(0, 0, 300, 200), 0.9f, 0, mask(0, 0, 300, 200));
    RgbImage covered = draw(all);
    int inside = covered.pixel(150, 100);
    assertThat(inside).isNotZero().isNotEqualTo(PERSON);
    RgbImage dot = RgbImage.of(1, 1, new byte[3]);
    ImageSize one = new ImageSize(1, 1);
    Instance pixel = new Instance(new Box(0, 0, 1, 1), 0.9f, 0, Rle.of(one, 0, 1));
    assertThat(visualizer.draw(dot, new Instances(one, List.of(pixel))).pixel(0, 0))
        .isEqualTo(PERSON);
  }

  @Test
  void leavesOutWhatCannotBeDrawn() {
    Instance nan = new Instance(new Box(Float.NaN, 0, 9, 9), 0.9f, 0, Rle.empty(SIZE));
    Instance flat = new Instance(new Box(5, 5, 5, 9), 0.9f, 0, Rle.empty(SIZE));
    assertThat(draw(nan, flat)).isEqualTo(black);
    assertThat(draw()).isEqualTo(black);
  }

  @Test
  void refusesAnotherPictureAndUnknownClasses() {
    Instances other = new Instances(new ImageSize(100, 300), List.of());
    assertThatThrownBy(() -> visualizer.draw(black, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200x300")
        .hasMessageContaining("100x300");
    Instance strange = new Instance(new Box(0, 0, 9, 9), 0.9f, 80, Rle.empty(SIZE));
    assertThatThrownBy(() -> draw(strange))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("80");
  }

  /** A colour at the masks' opacity over another. */
  private static int over(int under, int colour) {
    int alpha = (int) Math.round(256 * DrawingStyle.fitting(SIZE).maskOpacity());
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int below = under >> shift & 0xff;
      int above = colour >> shift & 0xff;
      mixed |= below + ((above - below) * alpha + 128 >> 8) << shift;
    }
    return mixed;
  }

  private RgbImage draw(Instance... items) {
    return visualizer.draw(black, new Instances(SIZE, List.of(items)));
  }

  private static Rle mask(int x0, int y0, int x1, int y1) {
    return PolygonRasterizer.rasterizeBox(x0, y0, x1 - x0, y1 - y0, SIZE);
  }
}
