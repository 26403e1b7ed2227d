/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.Normalization;
import io.mpvit.image.Normalization.ChannelOrder;
import io.mpvit.image.RgbImage;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.reference.ReferenceInputs;

/**
 * The goldens' pictures as a network takes them: at network size already, and their first channel
 * being the network's first.
 *
 * @param normalization the network's
 */
public record GoldenPictures(Normalization normalization) {

  /** Normalises and pads, no more. */
  public DetectorTransform transform() {
    return new DetectorTransform(new ShortestEdgeResize(0, 1), normalization, 32);
  }

  /** A picture whose red is the first channel of the golden picture, or its blue. */
  public RgbImage picture(int height, int width) {
    RgbImage image = ReferenceInputs.image("image", height, width);
    if (normalization.order() == ChannelOrder.RGB) {
      return image;
    }
    byte[] swapped = image.toBytes();
    for (int i = 0; i < swapped.length; i += 3) {
      byte first = swapped[i];
      swapped[i] = swapped[i + 2];
      swapped[i + 2] = first;
    }
    return RgbImage.of(width, height, swapped);
  }
}
