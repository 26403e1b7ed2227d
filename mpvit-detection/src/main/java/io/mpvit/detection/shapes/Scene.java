/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import io.mpvit.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;
import java.util.Objects;

/**
 * A synthetic picture and what is in it. Every pixel belongs to the background or to one object.
 *
 * @param picture the picture
 * @param objects from the bottom to the top, at least one
 */
public record Scene(RgbImage picture, List<SceneObject> objects) {

  /** Copies the list. */
  public Scene {
    Objects.requireNonNull(picture, "picture");
    objects = List.copyOf(objects);
  }

  /** The labels as grey levels. */
  BufferedImage labelPicture() {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] levels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] labels = labels();
    System.arraycopy(labels, 0, levels, 0, labels.length);
    return image;
  }

  /**
   * Tells which class each pixel belongs to.
   *
   * @return row-major, [height x width]: 0 for the background, else {@link ShapeKind#id}
   */
  public byte[] labels() {
    byte[] labels = new byte[picture.height() * picture.width()];
    for (SceneObject object : objects) {
      boolean[] pixels = object.mask().toBitmap();
      for (int i = 0; i < labels.length; i++) {
        if (pixels[i]) {
          labels[i] = (byte) object.kind().id();
        }
      }
    }
    return labels;
  }
}
