/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.SegmentationTransform;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * How a picture enters a network: first it is brought to a size, then its pixels are scaled.
 *
 * @param rule the size rule in words
 * @param sizing from a picture to what the network sees of it: resized, for classifiers cropped
 * @param normalization from 8-bit pixels to the network's values
 * @param divisor both sides of the input are multiples of it; the rest is padded with zeros at the
 *     right and at the bottom
 */
public record PictureEntry(
    String rule, UnaryOperator<RgbImage> sizing, Normalization normalization, int divisor) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the divisor is not positive
   */
  public PictureEntry {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(sizing, "sizing");
    Objects.requireNonNull(normalization, "normalization");
    if (divisor < 1) {
      throw new IllegalArgumentException("divisor must be positive, found " + divisor);
    }
  }

  static PictureEntry of(DetectorTransform transform) {
    return new PictureEntry(
        transform.resize().toString(),
        transform.resize()::apply,
        transform.normalization(),
        transform.divisor());
  }

  static PictureEntry of(SegmentationTransform transform) {
    return new PictureEntry(
        transform.resize().toString(),
        picture -> transform.resized(picture, 1),
        transform.normalization(),
        1);
  }

  /**
   * The same for pictures that keep their size.
   *
   * @return a changed copy, which neither resizes nor crops
   */
  public PictureEntry unresized() {
    return new PictureEntry("none", UnaryOperator.identity(), normalization, divisor);
  }

  /**
   * Makes the input of pictures that have been brought to size.
   *
   * @param seen what {@code sizing} made of one or more pictures; smaller ones are padded
   * @param manager owns the input
   * @return [N, 3, H, W], each picture at the top left
   * @throws IllegalArgumentException if there is no picture
   */
  public NDArray input(List<RgbImage> seen, NDManager manager) {
    ImageSize padded =
        seen.stream()
            .map(RgbImage::size)
            .reduce(ImageSize::cover)
            .orElseThrow(() -> new IllegalArgumentException("a batch needs at least one picture"))
            .roundUpTo(divisor);
    return normalization.toBatch(seen, padded, manager);
  }
}
