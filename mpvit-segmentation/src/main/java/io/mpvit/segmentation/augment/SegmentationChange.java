/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.augment;

import io.mpvit.image.ImageSize;
import io.mpvit.image.OpenCvResize;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import java.util.List;

/**
 * What was decided for a picture and its labels, in this order: resize, cut out, mirror, recolour.
 *
 * @param size the size to resize to; pictures by OpenCV's bilinear interpolation, labels by nearest
 *     neighbours
 * @param left first column that is cut out
 * @param top first row
 * @param window the size of what is cut out
 * @param mirrored whether left and right are exchanged
 * @param colours what happens to the colours
 */
public record SegmentationChange(
    ImageSize size,
    int left,
    int top,
    ImageSize window,
    boolean mirrored,
    List<ColourStep> colours) {

  /** Copies the list. */
  public SegmentationChange {
    colours = List.copyOf(colours);
  }

  /**
   * Makes the changes.
   *
   * @param sample a picture and its labels
   * @return both changed
   */
  public Labelled apply(Labelled sample) {
    RgbImage picture =
        OpenCvResize.resize(sample.picture(), size)
            .crop(left, top, window.width(), window.height());
    LabelMap labels = sample.labels().resized(size).crop(left, top, window);
    if (mirrored) {
      picture = picture.mirrored();
      labels = labels.mirrored();
    }
    for (ColourStep step : colours) {
      picture = step.apply(picture);
    }
    return new Labelled(picture, labels);
  }
}
