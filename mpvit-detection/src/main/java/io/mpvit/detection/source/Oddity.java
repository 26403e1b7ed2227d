/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.source;

/** What can be odd about an entry of a data set, and what is then done. */
public enum Oddity {
  /** An annotation whose picture is not there. */
  MISSING_PICTURE("missing pictures, left out"),
  /** A picture that cannot be read. */
  BROKEN_PICTURE("pictures that cannot be read, left out"),
  /** A picture of another size than its annotations say. */
  OTHER_SIZE("pictures of another size than their annotations say, left out"),
  /** A file, a line or an element that makes no sense. */
  BAD_ENTRY("entries that make no sense, left out"),
  /** A class that is not in the list. */
  UNKNOWN_CLASS("objects of unknown classes, left out"),
  /** A box without extent. */
  EMPTY_BOX("boxes without extent, left out"),
  /** A box no part of which lies in the picture. */
  OUTSIDE("boxes outside their picture, left out"),
  /** A box or polygon of which a part lies outside of the picture. */
  BEYOND("boxes or polygons that reach beyond their picture, cut at its border"),
  /** A box that begins at pixel 0 in a format whose first pixel is 1. */
  PIXEL_ZERO("boxes that begin at pixel 0, taken to begin at the border; see --edges"),
  /** A mask that is not of its object. */
  BAD_MASK("masks that do not fit their boxes, left out (the boxes stay)"),
  /** A picture without annotations. */
  NO_ANNOTATIONS("pictures without a file of annotations, kept as pictures of nothing");

  private final String text;

  Oddity(String text) {
    this.text = text;
  }

  /**
   * Says it to people.
   *
   * @return what of many is odd, and what is done with it
   */
  public String text() {
    return text;
  }
}
