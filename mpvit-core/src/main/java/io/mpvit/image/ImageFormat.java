/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.nio.charset.StandardCharsets;

/** Tells a picture's format from its first bytes; the file's name does not matter. */
enum ImageFormat {
  JPEG("JPEG", true),
  PNG("PNG", true),
  BMP("BMP", true),
  GIF("GIF", true),
  WEBP("WebP", true),
  TIFF("TIFF", true),
  HEIF("HEIF or AVIF", false),
  JPEG_2000("JPEG 2000", false),
  JPEG_XL("JPEG XL", false),
  PSD("Photoshop", false),
  ICO("Windows icon", false),
  PDF("PDF", false),
  WEB_PAGE("HTML or XML text", false),
  TEXT("text", false),
  UNKNOWN("unknown", false);

  static final String READABLE =
      "JPEG, PNG, BMP and GIF can be read, and WebP and TIFF with TwelveMonkeys' plug-ins";

  private final String title;
  private final boolean readable;

  ImageFormat(String title, boolean readable) {
    this.title = title;
    this.readable = readable;
  }

  String title() {
    return title;
  }

  boolean readable() {
    return readable;
  }

  static ImageFormat of(byte[] file) {
    String head = new String(file, 0, Math.min(file.length, 64), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return GIF;
    }
    if (head.startsWith("BM")) {
      return BMP;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
      return TIFF;
    }
    if (head.startsWith("ftyp", 4)) {
      return HEIF;
    }
    if (head.startsWith("jP  ", 4) || head.startsWith("\u00ff\u004f\u00ff\u0051")) {
      return JPEG_2000;
    }
    if (head.startsWith("JXL ", 4) || head.startsWith("\u00ff\n")) {
      return JPEG_XL;
    }
    if (head.startsWith("8BPS")) {
      return PSD;
    }
    if (head.startsWith("\0\0\1\0")) {
      return ICO;
    }
    if (head.startsWith("%PDF")) {
      return PDF;
    }
    if (head.stripLeading().startsWith("<")) {
      return WEB_PAGE;
    }
    return isText(head) ? TEXT : UNKNOWN;
  }

  private static boolean isText(String head) {
    return head.chars().allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\r' || c == '\t');
  }
}
