/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A class of objects in a data set.
 *
 * @param id its number, unique in the file
 * @param name its name; empty if the data set does not say
 */
public record CocoCategory(int id, String name) {

  /**
   * Numbers classes from 1.
   *
   * @param names of the classes, in their order
   * @return the categories in the same order
   */
  public static List<CocoCategory> numbered(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(i -> new CocoCategory(i + 1, names.get(i)))
        .toList();
  }
}
