/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.nio.file.Path;

/** Compares a picture's size with what others say of it. */
public final class ExpectedSize {

  private ExpectedSize() {}

  /**
   * Refuses a picture of another size.
   *
   * @param file the picture
   * @param picture what was read of it
   * @param expected the size that it should have; null for any
   * @param source who says so
   * @throws ImageReadException if the sizes differ; the message says so if the picture is turned by
   *     its EXIF orientation and the other size is the stored one
   */
  public static void check(Path file, RgbImage picture, ImageSize expected, String source)
      throws ImageReadException {
    if (expected == null || expected.equals(picture.size())) {
      return;
    }
    throw new ImageReadException(
        file.toString(),
        "it is of %s, %s says %s%s"
            .formatted(picture.size().text(), source, expected.text(), reason(file, expected)));
  }

  private static String reason(Path file, ImageSize expected) throws ImageReadException {
    boolean turned =
        ImageReader.size(file, Orientation.AS_STORED).equals(expected)
            && ImageReader.size(file, Orientation.HONOUR_EXIF).equals(expected.turned());
    return turned
        ? ", which is its stored size: its EXIF orientation turns it, and boxes and labels belong"
            + " to the upright picture"
        : "";
  }
}
