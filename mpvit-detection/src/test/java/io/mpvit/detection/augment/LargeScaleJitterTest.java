/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.augment.GeometryStep.Crop;
import io.mpvit.detection.augment.GeometryStep.Flip;
import io.mpvit.detection.augment.GeometryStep.Resize;
import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LargeScaleJitterTest {

  private static final int SIDE = 1024;

  @Test
  void fitsPicturesIntoScaledSquaresAndCutsWhatIsTooMuch() {
    DetectionAugmentation jitter = DetectionAugmentation.largeScaleJitter(SIDE);
    ImageSize picture = new ImageSize(480, 640);
    SplittableRandom random = new SplittableRandom(3);
    int flips = 0;
    int cut = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < 2000; i++) {
      List<GeometryStep> steps = jitter.draw(picture, random);
      flips += steps.get(0) instanceof Flip ? 1 : 0;
      Resize resize = (Resize) steps.get(steps.size() - 2);
      Crop crop = (Crop) steps.get(steps.size() - 1);
      assertThat(resize.from()).isEqualTo(picture);
      ImageSize to = resize.to();
      double scale = (double) to.width() / SIDE;
      least = Math.min(least, scale);
      most = Math.max(most, scale);
      assertThat(Math.abs(to.height() - 0.75 * to.width())).isLessThanOrEqualTo(1);
      assertThat(crop.size())
          .isEqualTo(new ImageSize(Math.min(to.height(), SIDE), Math.min(to.width(), SIDE)));
      int spareRows = to.height() - crop.size().height();
      int spareColumns = to.width() - crop.size().width();
      assertThat(crop.top()).isBetween(0, spareRows);
      assertThat(crop.left()).isBetween(0, spareColumns);
      if (spareRows > 0) {
        cut++;
        double share = (double) crop.left() / spareColumns;
        assertThat(Math.abs(crop.top() - share * spareRows)).isLessThanOrEqualTo(1.5);
      }
    }
    assertThat(flips).isBetween(900, 1100);
    assertThat(least).isBetween(0.099, 0.11);
    assertThat(most).isBetween(1.99, 2.0);
    // Rows are too many where the scale is above 4/3: 35% of 0.1 to 2.
    assertThat(cut).isBetween(620, 790);
  }
}
