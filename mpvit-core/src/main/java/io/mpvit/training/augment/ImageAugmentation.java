/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import io.mpvit.image.RgbImage;
import java.util.random.RandomGenerator;

/** A random change of a picture. */
@FunctionalInterface
public interface ImageAugmentation {

  /**
   * Changes a picture.
   *
   * @param image the picture, left as it is
   * @param random where to draw from
   * @return the changed picture, or the same
   */
  RgbImage apply(RgbImage image, RandomGenerator random);

  /**
   * This change, then another one.
   *
   * @param next the other one
   * @return both
   */
  default ImageAugmentation then(ImageAugmentation next) {
    return (image, random) -> next.apply(apply(image, random), random);
  }

  /**
   * Exchanges left and right with a probability.
   *
   * @param probability in [0, 1]
   * @return the change
   */
  static ImageAugmentation flip(double probability) {
    return (image, random) -> random.nextDouble() < probability ? image.mirrored() : image;
  }

  /**
   * The published classifiers' changes of pictures before normalisation: random crop, flip,
   * RandAugment.
   *
   * @param size side of the network's input, published: 224
   * @return the changes in order
   */
  static ImageAugmentation imageNet(int size) {
    return RandomResizedCrop.published(size).then(flip(0.5)).then(RandAugment.published());
  }
}
