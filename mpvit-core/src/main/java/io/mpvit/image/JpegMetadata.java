/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds EXIF and XMP in the segments of a JPEG file that stand before its first scan. */
final class JpegMetadata {
  private static final int APP1 = 0xe1;
  private static final int SOS = 0xda;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] XMP =
      "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);

  private JpegMetadata() {}

  /** Reads a file whose markers may be damaged; what cannot be found is not there. */
  static Metadata read(byte[] file) {
    // EXIF data that are too long for a segment go on in the next.
    ByteArrayOutputStream exif = new ByteArrayOutputStream();
    byte[] xmp = Metadata.NONE.xmp();
    int at = 2;
    while (true) {
      while (at < file.length && file[at] != (byte) 0xff) {
        at++;
      }
      while (at < file.length && file[at] == (byte) 0xff) {
        at++;
      }
      if (at + 3 > file.length) {
        break;
      }
      int marker = file[at++] & 0xff;
      if (marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd9) {
        continue; // stands alone
      }
      int length = (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
      int end = at + Math.max(length, 2);
      if (marker == SOS || end > file.length) {
        break;
      }
      if (marker == APP1 && startsWith(file, at + 2, end, EXIF)) {
        int from = at + 2 + EXIF.length;
        exif.write(file, from, end - from);
      } else if (marker == APP1 && startsWith(file, at + 2, end, XMP)) {
        xmp = Arrays.copyOfRange(file, at + 2 + XMP.length, end);
      }
      at = end;
    }
    return new Metadata(exif.toByteArray(), xmp);
  }

  private static boolean startsWith(byte[] file, int from, int end, byte... prefix) {
    return end - from >= prefix.length
        && Arrays.equals(file, from, from + prefix.length, prefix, 0, prefix.length);
  }
}
