/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.image.ImageSize;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import io.mpvit.segmentation.eval.PixelCounts;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SegmentationAugmentationTest {

  private static final KeepRatioResize AS_IT_IS = new KeepRatioResize(60, 40);
  private static final ImageSize SIZE = new ImageSize(40, 60);

  /** A picture whose red channel is its label. */
  private static Labelled sample(ImageSize size, int columnsPerClass) {
    short[] labels = new short[size.height() * size.width()];
    byte[] pixels = new byte[3 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) (i % size.width() / columnsPerClass);
      pixels[3 * i] = (byte) labels[i];
    }
    return new Labelled(
        RgbImage.of(size.width(), size.height(), pixels), new LabelMap(size, labels));
  }

  private static SegmentationAugmentation augmentation(int window, double dominance) {
    return new SegmentationAugmentation(
        AS_IT_IS, 1, 1, new ImageSize(window, window), dominance, PhotometricDistortion.none());
  }

  @Test
  void pictureAndLabelsChangeAlike() {
    Labelled sample = sample(SIZE, 5);
    SplittableRandom random = new SplittableRandom(1);
    SegmentationAugmentation augmentation = augmentation(16, 1);
    int mirrored = 0;
    for (int i = 0; i < 100; i++) {
      SegmentationChange change = augmentation.draw(sample.labels(), random);
      Labelled changed = change.apply(sample);
      assertThat(changed.labels().size()).isEqualTo(new ImageSize(16, 16));
      for (int x = 0; x < 16; x++) {
        assertThat(changed.picture().pixel(x, 7) >> 16).isEqualTo(changed.labels().label(x, 7));
      }
      boolean falls = changed.labels().label(0, 0) > changed.labels().label(15, 0);
      assertThat(falls).isEqualTo(change.mirrored());
      mirrored += change.mirrored() ? 1 : 0;
    }
    assertThat(mirrored).isBetween(30, 70);
  }

  @Test
  void windowsLieEverywhereInside() {
    SplittableRandom random = new SplittableRandom(2);
    LabelMap labels = sample(SIZE, 5).labels();
    boolean[] left = new boolean[60 - 38 + 1];
    boolean[] top = new boolean[40 - 38 + 1];
    for (int i = 0; i < 500; i++) {
      SegmentationChange change = augmentation(38, 1).draw(labels, random);
      left[change.left()] = true;
      top[change.top()] = true;
    }
    assertThat(left).containsOnly(true);
    assertThat(top).containsOnly(true);
  }

  @Test
  void smallPicturesAreTakenWhole() {
    SegmentationChange change =
        augmentation(50, 1).draw(sample(SIZE, 5).labels(), new SplittableRandom(3));
    assertThat(change.window()).isEqualTo(new ImageSize(40, 50));
    assertThat(change.top()).isZero();
  }

  @Test
  void theRatioMovesTheLimits() {
    SegmentationAugmentation published = SegmentationAugmentation.published();
    SplittableRandom random = new SplittableRandom(4);
    LabelMap labels = sample(SIZE, 5).labels();
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < 60; i++) {
      SegmentationChange change = published.draw(labels, random);
      least = Math.min(least, change.size().shortSide());
      most = Math.max(most, change.size().shortSide());
      assertThat(change.window().shortSide()).isEqualTo(Math.min(512, change.size().shortSide()));
    }
    assertThat(least).isBetween(256, 320);
    assertThat(most).isBetween(950, 1023);
  }

  @Test
  void anotherWindowShowsAsMuchOfThePicture() {
    SegmentationAugmentation half = SegmentationAugmentation.published().withWindow(256);
    assertThat(half.resize()).isEqualTo(new KeepRatioResize(1024, 256));
    assertThat(half.window()).isEqualTo(new ImageSize(256, 256));
    assertThat(half.withWindow(512)).isEqualTo(SegmentationAugmentation.published());
    assertThatIllegalArgumentException().isThrownBy(() -> half.withWindow(0));
  }

  @Test
  void windowsOfOneClassAreDrawnAgain() {
    // The left two thirds are one class; a window of 12 columns sees both from column 29 on.
    short[] values = new short[SIZE.height() * SIZE.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (short) (i % 60 < 40 ? 0 : 1);
    }
    LabelMap labels = new LabelMap(SIZE, values);
    int careful = mixed(augmentation(12, 0.9), labels);
    int careless = mixed(augmentation(12, 1), labels);
    assertThat(careless).isBetween(50, 130);
    assertThat(careful).isGreaterThan(320);
  }

  /** How many of 400 windows have at least a tenth of each class. */
  private static int mixed(SegmentationAugmentation augmentation, LabelMap labels) {
    SplittableRandom random = new SplittableRandom(5);
    int mixed = 0;
    for (int i = 0; i < 400; i++) {
      int left = augmentation.draw(labels, random).left();
      int ones = Math.min(12, Math.max(0, left + 12 - 40));
      mixed += ones > 1.2 && ones < 10.8 ? 1 : 0;
    }
    return mixed;
  }

  @Test
  void ignoredPixelsAreNoClassAndTenDrawsAreEnough() {
    short[] values = new short[SIZE.height() * SIZE.width()];
    Arrays.fill(values, 0, values.length / 2, (short) PixelCounts.IGNORED);
    LabelMap labels = new LabelMap(SIZE, values);
    CountingRandom random = new CountingRandom();
    augmentation(12, 0.75).draw(labels, random);
    assertThat(random.ints).as("top and left of eleven windows").isEqualTo(22);
    random = new CountingRandom();
    augmentation(12, 1).draw(labels, random);
    assertThat(random.ints).isEqualTo(2);
  }

  private static final class CountingRandom implements RandomGenerator {
    private final SplittableRandom random = new SplittableRandom(6);
    private int ints;

    @Override
    public long nextLong() {
      return random.nextLong();
    }

    @Override
    public int nextInt(int bound) {
      ints++;
      return random.nextInt(bound);
    }
  }

  @Test
  void colourChangesComeLast() {
    Labelled sample = sample(SIZE, 5);
    SegmentationChange change =
        new SegmentationChange(SIZE, 0, 0, SIZE, true, List.of(new ColourStep.Brightness(7)));
    Labelled changed = change.apply(sample);
    assertThat(changed.picture().pixel(0, 0)).isEqualTo((59 / 5 + 7) << 16 | 0x0707);
    assertThat(changed.labels().label(0, 0)).isEqualTo(59 / 5);
  }

  @Test
  void refusesNonsense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> augmentation(12, 0))
        .withMessageContaining("dominance");
  }
}
