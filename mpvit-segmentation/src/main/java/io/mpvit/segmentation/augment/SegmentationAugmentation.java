/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import io.mpvit.image.ImageSize;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.segmentation.ClassShare;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.eval.PixelCounts;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Decides by chance how a picture and its labels are changed for training: resized by a random
 * ratio, a window cut out, mirrored with probability 0.5, recoloured.
 *
 * <p>A window in which one class covers too much, or in which there is but one, teaches little:
 * another one is drawn, up to ten times.
 *
 * @param resize the size rule at ratio 1
 * @param least the smallest ratio, positive
 * @param most the largest ratio; the two may be equal
 * @param window the size of what is cut out; of smaller pictures all that there is
 * @param dominance the share of the pixels that are not ignored from which on the most frequent
 *     class covers too much; 1 to take every window as it comes
 * @param colours how colours are changed
 */
public record SegmentationAugmentation(
    KeepRatioResize resize,
    double least,
    double most,
    ImageSize window,
    double dominance,
    PhotometricDistortion colours) {

  private static final int CHECKS = 10;

  /** Checks the numbers. */
  public SegmentationAugmentation {
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(window, "window");
    Objects.requireNonNull(colours, "colours");
    if (!(least > 0 && least <= most) || !(dominance > 0 && dominance <= 1)) {
      throw new IllegalArgumentException(
          "expected 0 < least <= most and 0 < dominance <= 1, found %s, %s, %s"
              .formatted(least, most, dominance));
    }
  }

  /**
   * The published recipe for ADE20K: 2048 x 512 times 0.5 to 2, windows of 512 x 512 of which no
   * class covers 75 %, changed colours.
   *
   * @return the augmentation
   */
  public static SegmentationAugmentation published() {
    return new SegmentationAugmentation(
        KeepRatioResize.ADE20K,
        0.5,
        2,
        new ImageSize(512, 512),
        0.75,
        PhotometricDistortion.published());
  }

  /**
   * The same changes of pictures at another size: the size rule grows or shrinks with the window,
   * so that a window shows as much of a picture as before.
   *
   * @param side of the window, which becomes a square, in pixels
   * @return the augmentation
   * @throws IllegalArgumentException if nothing would be left of the pictures
   */
  public SegmentationAugmentation withWindow(int side) {
    return new SegmentationAugmentation(
        resize.times((double) side / window.shortSide()),
        least,
        most,
        new ImageSize(side, side),
        dominance,
        colours);
  }

  /**
   * Decides.
   *
   * @param labels of the original picture
   * @param random where to draw from
   * @return what is to be done
   */
  public SegmentationChange draw(LabelMap labels, RandomGenerator random) {
    double ratio = least == most ? least : random.nextDouble(least, most);
    ImageSize size = resize.times(ratio).target(labels.size());
    ImageSize part =
        new ImageSize(
            Math.min(size.height(), window.height()), Math.min(size.width(), window.width()));
    int[] place = place(labels, size, part, random);
    boolean mirrored = random.nextBoolean();
    return new SegmentationChange(size, place[0], place[1], part, mirrored, colours.draw(random));
  }

  private int[] place(LabelMap labels, ImageSize size, ImageSize part, RandomGenerator random) {
    int[] place = draw(size, part, random);
    if (dominance < 1) {
      LabelMap resized = labels.resized(size);
      for (int i = 0; i < CHECKS && !teaches(resized.crop(place[0], place[1], part)); i++) {
        place = draw(size, part, random);
      }
    }
    return place;
  }

  private static int[] draw(ImageSize size, ImageSize part, RandomGenerator random) {
    int top = random.nextInt(size.height() - part.height() + 1);
    int left = random.nextInt(size.width() - part.width() + 1);
    return new int[] {left, top};
  }

  private boolean teaches(LabelMap part) {
    List<ClassShare> shares =
        part.shares().stream().filter(share -> share.classIndex() != PixelCounts.IGNORED).toList();
    long counted = shares.stream().mapToLong(ClassShare::pixels).sum();
    return shares.size() > 1 && (double) shares.get(0).pixels() / counted < dominance;
  }
}
