/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/** A rule for the size at which a picture enters a network. */
public interface PictureResize {

  /** The size that a picture of the given size is resized to. */
  ImageSize target(ImageSize size);

  /** The picture at its {@link #target} size, by Pillow's bilinear interpolation. */
  default RgbImage apply(RgbImage image) {
    return PillowResize.resize(image, target(image.size()), Resampling.BILINEAR);
  }
}
