/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.voc;

import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.Optional;

/**
 * What an XML file says.
 *
 * @param picture the name of the picture's file; empty if it does not say
 * @param size the picture's size; none if it does not say
 * @param objects in the order of the file
 */
record VocFile(String picture, Optional<ImageSize> size, List<Item> objects) {

  VocFile {
    objects = List.copyOf(objects);
  }

  /**
   * An object.
   *
   * @param name of its class; empty if the file does not say
   * @param box xmin, ymin, xmax, ymax as written; NaN where a number is missing or is none
   */
  record Item(String name, double... box) {

    /** Whether the file tells its place at all. */
    boolean hasBox() {
      for (double number : box) {
        if (Double.isNaN(number)) {
          return false;
        }
      }
      return true;
    }
  }
}
