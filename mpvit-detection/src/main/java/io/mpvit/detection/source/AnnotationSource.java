/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.source;

import io.mpvit.detection.coco.CocoCategory;
import java.io.IOException;
import java.util.List;

/** The true objects of a data set, or of a part such as its pictures for training. */
public interface AnnotationSource {

  /** Takes pictures as they come. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes a picture.
     *
     * @param picture with its objects
     * @throws IOException if it cannot be handed on
     */
    void accept(SourcePicture picture) throws IOException;
  }

  /**
   * Returns the classes.
   *
   * @return by class index, with the numbers that files of COCO's layout give them
   */
  List<CocoCategory> classes();

  /**
   * Returns how many pictures, or entries of such, there are to read.
   *
   * @return at least 0
   */
  long size();

  /**
   * Reads everything; no more than a picture and its objects is in memory at a time.
   *
   * @param oddities hears of what is left out or mended
   * @param sink gets the pictures in the data set's order
   * @throws IOException if something cannot be read at all
   */
  void read(Oddities oddities, Sink sink) throws IOException;
}
