/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.voc;

import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.image.ImageSize;
import io.mpvit.image.IndexPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bitmap of a picture's objects: value k is the k-th object of the XML file, 255 the uncertain
 * border between them.
 *
 * @param values row by row, unsigned
 */
record VocMasks(IndexPicture values) {

  /** VOC's boxes are drawn by hand and masks end before their borders. */
  private static final double LEAST_OVERLAP = 0.5;

  /**
   * Reads a bitmap.
   *
   * @throws IOException saying, without the file's name, what is wrong with it
   */
  static VocMasks read(Path file, ImageSize size) throws IOException {
    IndexPicture values = IndexPicture.decode(Files.readAllBytes(file));
    if (!values.size().equals(size)) {
      throw new IOException(
          "it has %s, the picture %s".formatted(values.size().text(), size.text()));
    }
    return new VocMasks(values);
  }

  /** The pixels of an object, if they lie where its box is. */
  Optional<Rle> of(int number, SourceObject object) {
    boolean[] pixels = new boolean[values.values().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (values.values()[i] & 0xffff) == number;
    }
    Rle mask = Rle.ofBitmap(values.size(), pixels);
    MaskBounds bounds = mask.bounds();
    CocoBox found = new CocoBox(bounds.x(), bounds.y(), bounds.width(), bounds.height());
    return !bounds.isEmpty() && found.iou(object.box(), false) >= LEAST_OVERLAP
        ? Optional.of(mask)
        : Optional.empty();
  }
}
