/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.image.RgbImage;
import io.mpvit.testing.Npz;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against OpenCV and the reference implementation's distortion. */
class ColourStepTest {

  private static final Npz GOLDEN = Npz.resource("/reference/upernet/preprocess.golden.npz");
  private static final int HEIGHT = 24;
  private static final int WIDTH = 32;

  /** From planes, red first. */
  private static RgbImage picture(String name) {
    byte[] planes = GOLDEN.bytes(name);
    byte[] pixels = new byte[planes.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = planes[i % 3 * HEIGHT * WIDTH + i / 3];
    }
    return RgbImage.of(WIDTH, HEIGHT, pixels);
  }

  private static int farthest(RgbImage found, RgbImage expected) {
    byte[] a = found.toBytes();
    byte[] b = expected.toBytes();
    assertThat(a).hasSameSizeAs(b);
    int farthest = 0;
    for (int i = 0; i < a.length; i++) {
      farthest = Math.max(farthest, Math.abs((a[i] & 0xff) - (b[i] & 0xff)));
    }
    return farthest;
  }

  @Test
  void eachStepOfTheReference() {
    RgbImage source = picture("photo.src");
    RgbImage bright = picture("photo.brightness_-17.25");
    assertThat(new ColourStep.Brightness(-17.25).apply(source)).isEqualTo(bright);
    RgbImage contrasted = picture("photo.contrast_1.3");
    assertThat(new ColourStep.Contrast(1.3).apply(bright)).isEqualTo(contrasted);
    RgbImage saturated = picture("photo.saturation_0.7");
    assertThat(farthest(new ColourStep.Saturation(0.7).apply(contrasted), saturated))
        .isLessThanOrEqualTo(1);
    RgbImage turned = picture("photo.hue_-11");
    assertThat(farthest(new ColourStep.Hue(-11).apply(saturated), turned)).isLessThanOrEqualTo(1);
  }

  @Test
  void hueSaturationValueThereAndBack() {
    byte[] bgr = GOLDEN.bytes("hsv.bgr_in");
    byte[] hsv = GOLDEN.bytes("hsv.bgr2hsv");
    byte[] back = GOLDEN.bytes("hsv.roundtrip_bgr");
    for (int i = 0; i < bgr.length; i += 3) {
      Hsv found = Hsv.of(bgr[i + 2] & 0xff, bgr[i + 1] & 0xff, bgr[i] & 0xff);
      assertThat(found)
          .as("colour " + i / 3)
          .isEqualTo(new Hsv(hsv[i] & 0xff, hsv[i + 1] & 0xff, hsv[i + 2] & 0xff));
      for (int c = 0; c < 3; c++) {
        int level = found.rgb() >> 8 * c & 0xff;
        assertThat(level - (back[i + c] & 0xff)).as("colour " + i / 3).isBetween(-1, 1);
      }
    }
  }

  @Test
  void levelsAreClippedAndCut() {
    RgbImage grey = RgbImage.of(1, 1, new byte[] {10, 100, (byte) 250});
    assertThat(new ColourStep.Brightness(-10.5).apply(grey).toBytes())
        .containsExactly(0, 89, (byte) 239);
    assertThat(new ColourStep.Contrast(1.25).apply(grey).toBytes())
        .containsExactly(12, 125, (byte) 255);
  }

  @Test
  void everyStepIsAFairCoin() {
    SplittableRandom random = new SplittableRandom(4);
    int[] counts = new int[5];
    int rounds = 4000;
    for (int i = 0; i < rounds; i++) {
      List<ColourStep> steps = PhotometricDistortion.published().draw(random);
      List<Class<?>> kinds = new ArrayList<>();
      steps.forEach(step -> kinds.add(step.getClass()));
      counts[0] += kinds.contains(ColourStep.Brightness.class) ? 1 : 0;
      counts[1] += kinds.contains(ColourStep.Contrast.class) ? 1 : 0;
      counts[2] += kinds.contains(ColourStep.Saturation.class) ? 1 : 0;
      counts[3] += kinds.contains(ColourStep.Hue.class) ? 1 : 0;
      boolean both =
          kinds.contains(ColourStep.Contrast.class) && kinds.contains(ColourStep.Hue.class);
      boolean early =
          kinds.indexOf(ColourStep.Contrast.class) < kinds.indexOf(ColourStep.Hue.class);
      counts[4] += both && early ? 1 : 0;
      steps.forEach(ColourStepTest::assertInRange);
    }
    for (int i = 0; i < 4; i++) {
      assertThat(counts[i]).isBetween(rounds / 2 - 150, rounds / 2 + 150);
    }
    assertThat(counts[4]).as("contrast first").isBetween(rounds / 8 - 100, rounds / 8 + 100);
    assertThat(PhotometricDistortion.none().draw(random)).isEmpty();
  }

  private static void assertInRange(ColourStep step) {
    if (step instanceof ColourStep.Brightness brightness) {
      assertThat(brightness.term()).isBetween(-32.0, 32.0);
    } else if (step instanceof ColourStep.Contrast contrast) {
      assertThat(contrast.factor()).isBetween(0.5, 1.5);
    } else if (step instanceof ColourStep.Saturation saturation) {
      assertThat(saturation.factor()).isBetween(0.5, 1.5);
    } else if (step instanceof ColourStep.Hue hue) {
      assertThat(hue.steps()).isBetween(-18, 17);
    }
  }

  @Test
  void refusesNonsense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PhotometricDistortion(32, 1.5, 18))
        .withMessageContaining("1.5");
  }
}
