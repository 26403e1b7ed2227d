/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Legend;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Shows a label map on its picture. The same input gives the same picture, byte for byte.
 *
 * @param classes names and colours of the class indices
 */
public record SegmentationVisualizer(SegmentationClasses classes) {

  private static final int CHANNELS = 3;

  /** What would be shown as nothing. */
  private static final double LEAST = 0.0005;

  /** Checks that the classes are there. */
  public SegmentationVisualizer {
    Objects.requireNonNull(classes, "classes");
  }

  /**
   * Draws the overlay, and to its right a legend of the classes that occur.
   *
   * @param picture the picture
   * @param labels its labels
   * @return a picture wider than the given one
   * @throws IllegalArgumentException if the sizes differ or a class is unknown
   */
  public RgbImage draw(RgbImage picture, LabelMap labels) {
    return legend(labels).beside(overlay(picture, labels));
  }

  /**
   * Mixes every pixel with the colour of its class, half and half.
   *
   * @param picture the picture
   * @param labels its labels
   * @return a picture of the same size
   * @throws IllegalArgumentException if the sizes differ or a class is unknown
   */
  public RgbImage overlay(RgbImage picture, LabelMap labels) {
    if (!picture.size().equals(labels.size())) {
      throw new IllegalArgumentException(
          "the picture is " + picture.size() + ", the labels are for " + labels.size());
    }
    byte[] rgb = picture.toBytes();
    short[] indices = labels.toArray();
    for (int i = 0; i < indices.length; i++) {
      int colour = classes.colour(Short.toUnsignedInt(indices[i]));
      for (int c = 0; c < CHANNELS; c++) {
        int at = CHANNELS * i + c;
        rgb[at] = (byte) ((rgb[at] & 0xff) + (colour >> 16 - 8 * c & 0xff) >> 1);
      }
    }
    return RgbImage.of(picture.width(), picture.height(), rgb);
  }

  /**
   * The classes that occur and how much of the picture each covers, such as {@code sky 41.2%}.
   *
   * @param labels the labels
   * @return one line per class, largest first
   * @throws IllegalArgumentException if a class is unknown
   */
  public Legend legend(LabelMap labels) {
    List<Legend.Entry> entries =
        labels.shares().stream()
            .map(share -> new Legend.Entry(text(share), classes.colour(share.classIndex())))
            .toList();
    return new Legend(entries);
  }

  private String text(ClassShare share) {
    String name = classes.name(share.classIndex());
    return share.share() < LEAST
        ? name + " <0.1%"
        : String.format(Locale.ROOT, "%s %.1f%%", name, 100 * share.share());
  }
}
