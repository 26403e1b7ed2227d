/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Finds EXIF and XMP in the chunks of a WebP file. */
final class WebpMetadata {
  private static final int HEADER = 12;
  private static final int EXIF = 0x46495845; // little-endian "EXIF"
  private static final int XMP = 0x20504d58; // little-endian "XMP "

  private WebpMetadata() {}

  /** Reads a file whose chunks may be damaged; what cannot be found is not there. */
  static Metadata read(byte... file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] exif = Metadata.NONE.exif();
    byte[] xmp = Metadata.NONE.xmp();
    long at = HEADER;
    while (at + 8 <= file.length) {
      int type = in.getInt((int) at);
      long length = in.getInt((int) at + 4) & 0xffffffffL;
      long end = at + 8 + length;
      if (end > file.length) {
        break;
      }
      byte[] data =
          type == EXIF || type == XMP
              ? Arrays.copyOfRange(file, (int) at + 8, (int) end)
              : new byte[0];
      if (type == EXIF) {
        exif = data;
      } else if (type == XMP) {
        xmp = data;
      }
      at = end + (length & 1);
    }
    return new Metadata(exif, xmp);
  }
}
