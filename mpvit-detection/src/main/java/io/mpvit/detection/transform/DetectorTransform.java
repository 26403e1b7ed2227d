/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.transform;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.image.ImageSize;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.PictureResize;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import java.util.List;
import java.util.Objects;

/**
 * What the published detectors do to pictures: resize, normalise, and pad with zeros <em>after</em>
 * normalisation, right and below, to the largest height and width of the batch and then up to a
 * multiple.
 *
 * <p>A network sees the padding, so a picture in a batch with a larger one gives slightly other
 * results than alone; that is how the published models work, and their scores come from batches of
 * one.
 *
 * @param resize the size rule; published: shorter side 800, longer at most 1333
 * @param normalization the pixel scaling; published: {@link Normalization#DETECTRON2}
 * @param divisor both sides of the tensor are multiples of it; published: 32
 */
public record DetectorTransform(PictureResize resize, Normalization normalization, int divisor) {

  /**
   * Checks the divisor.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public DetectorTransform {
    Objects.requireNonNull(resize, "resize");
    Objects.requireNonNull(normalization, "normalization");
    if (divisor <= 0) {
      throw new IllegalArgumentException("divisor must be positive, found " + divisor);
    }
  }

  /**
   * Returns the transform of the published models.
   *
   * @return 800/1333, detectron2's normalisation, multiples of 32
   */
  public static DetectorTransform published() {
    return published(Normalization.DETECTRON2);
  }

  /**
   * Returns the transform of published models whose networks take pixels otherwise.
   *
   * @param normalization the pixel scaling
   * @return 800/1333, multiples of 32
   */
  public static DetectorTransform published(Normalization normalization) {
    return new DetectorTransform(ShortestEdgeResize.DETECTRON2, normalization, 32);
  }

  /**
   * Returns the transform of mmdetection's models, which resize as OpenCV does.
   *
   * @return at most 1333 and 800, ImageNet's mean and deviation, multiples of 32
   */
  public static DetectorTransform mmdetection() {
    return new DetectorTransform(KeepRatioResize.COCO, Normalization.DETECTRON2, 32);
  }

  /**
   * The size of the tensor that a picture alone makes. Pictures of one such size make a batch in
   * which each is padded as it is alone.
   *
   * @param size a picture's own size
   * @return the size with its padding
   */
  public ImageSize padded(ImageSize size) {
    return resize.target(size).roundUpTo(divisor);
  }

  /**
   * Makes a batch.
   *
   * @param images one or more pictures of any sizes
   * @param manager owner of the tensor
   * @return the batch
   * @throws IllegalArgumentException if there is no picture
   */
  public ImageBatch batch(List<RgbImage> images, NDManager manager) {
    List<RgbImage> resized = images.stream().map(resize::apply).toList();
    List<ImageSize> sizes = resized.stream().map(RgbImage::size).toList();
    ImageSize padded =
        sizes.stream()
            .reduce(ImageSize::cover)
            .orElseThrow(() -> new IllegalArgumentException("a batch needs at least one picture"))
            .roundUpTo(divisor);
    NDArray tensor = normalization.toBatch(resized, padded, manager);
    return new ImageBatch(tensor, sizes, images.stream().map(RgbImage::size).toList());
  }
}
