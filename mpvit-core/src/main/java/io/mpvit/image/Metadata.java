/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a picture file carries beside its pixels, as far as it can say how the camera was held.
 *
 * @param exif EXIF data, with or without their prefix; empty if there are none
 * @param xmp an XMP packet; empty if there is none
 */
record Metadata(byte[] exif, byte[] xmp) {
  static final Metadata NONE = new Metadata(new byte[0], new byte[0]);

  private static final int ORIENTATION = 274;
  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern XMP = Pattern.compile("tiff:Orientation(?:=\"|>)([0-9])");

  /**
   * The orientation's number, by EXIF if that has one, else by XMP.
   *
   * @return usually 1 to 8; 1 if nobody says
   */
  int orientation() {
    Optional<Double> tag = TiffDirectory.number(withoutPrefix(exif), ORIENTATION);
    if (tag.isPresent()) {
      double value = tag.get();
      return value == (int) value ? (int) value : 1;
    }
    Matcher matcher = XMP.matcher(new String(xmp, StandardCharsets.ISO_8859_1));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
  }

  /** Some programs write the prefix twice. */
  private static byte[] withoutPrefix(byte[] data) {
    int from = 0;
    while (data.length - from >= PREFIX.length
        && Arrays.equals(data, from, from + PREFIX.length, PREFIX, 0, PREFIX.length)) {
      from += PREFIX.length;
    }
    return Arrays.copyOfRange(data, from, data.length);
  }
}
