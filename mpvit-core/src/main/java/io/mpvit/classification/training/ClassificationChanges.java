/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.training;

import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import io.mpvit.training.augment.BatchMix;
import io.mpvit.training.augment.ImageAugmentation;
import io.mpvit.training.augment.RandomErasing;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How pictures are changed by chance on their way into a network.
 *
 * @param size side of the network's input
 * @param augmentation of single pictures; gives squares of that side
 * @param normalization from pixels to numbers
 * @param erasing of normalised pictures
 * @param mix of pairs of pictures and their targets; empty leaves both as they are
 * @param repeats how often each picture comes in a row, at least 1
 */
public record ClassificationChanges(
    int size,
    ImageAugmentation augmentation,
    Normalization normalization,
    Optional<RandomErasing> erasing,
    Optional<BatchMix> mix,
    int repeats) {

  private static final int CHANNELS = 3;
  private static final int PUBLISHED_REPEATS = 3;

  /** Checks the numbers. */
  public ClassificationChanges {
    if (size < 1 || repeats < 1) {
      throw new IllegalArgumentException(
          "size and repeats are at least 1, found " + size + " and " + repeats);
    }
  }

  /**
   * The published classifiers': random crop, flip, RandAugment, random erasing, mixup or CutMix,
   * smoothed labels, each picture three times.
   *
   * @param size side of the network's input; published: 224
   * @return the changes
   */
  public static ClassificationChanges published(int size) {
    return new ClassificationChanges(
        size,
        ImageAugmentation.imageNet(size),
        Normalization.IMAGENET,
        Optional.of(RandomErasing.published()),
        Optional.of(BatchMix.published()),
        PUBLISHED_REPEATS);
  }

  /**
   * None: pictures are only resized to the square.
   *
   * @param size side of the network's input
   * @return no changes
   */
  public static ClassificationChanges none(int size) {
    return new ClassificationChanges(
        size,
        (image, random) ->
            PillowResize.resize(image, new ImageSize(size, size), Resampling.BICUBIC),
        Normalization.IMAGENET,
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /** The three planes of a picture as the network gets it, red first. */
  float[] apply(RgbImage image, RandomGenerator random) {
    ImageSize square = new ImageSize(size, size);
    RgbImage changed = augmentation.apply(image, random);
    if (!changed.size().equals(square)) {
      throw new IllegalStateException(
          "the augmentation gives " + changed.size() + ", expected " + square);
    }
    FloatBuffer planes = FloatBuffer.allocate(CHANNELS * size * size);
    normalization.write(changed, planes, 0, square);
    erasing.ifPresent(box -> box.apply(planes, 0, square, random));
    return planes.array();
  }
}
