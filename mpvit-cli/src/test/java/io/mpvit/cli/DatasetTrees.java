/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/** Small data sets in the layouts of other programs. */
final class DatasetTrees {

  /** An EXIF directory of one entry: orientation 6, turned by a quarter. */
  private static final String EXIF =
      "ffe10022457869660000"
          + "4d4d002a00000008"
          + "0001"
          + "01120003000000010006"
          + "0000"
          + "00000000";

  private DatasetTrees() {}

  /** A grey picture. */
  static void picture(Path file, int width, int height) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] pixels = new byte[3 * width * height];
    Arrays.fill(pixels, (byte) 0x60);
    ImageWriter.write(RgbImage.of(width, height, pixels), file);
  }

  /** A JPEG of a camera that was turned: stored lying, upright it is HEIGHT wide. */
  static void turned(Path file, int width, int height) throws IOException {
    Files.createDirectories(file.getParent());
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpg", jpeg);
    byte[] bytes = jpeg.toByteArray();
    byte[] exif = HexFormat.of().parseHex(EXIF);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, 2);
    out.writeBytes(exif);
    out.write(bytes, 2, bytes.length - 2);
    Files.write(file, out.toByteArray());
  }

  /** A text file in a folder that is made if need be. */
  static void text(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, Arrays.asList(lines));
  }

  /** An XML file of VOC. */
  static void voc(Path file, String picture, int width, int height, String... objects)
      throws IOException {
    String size = "<size><width>%d</width><height>%d</height></size>".formatted(width, height);
    text(
        file,
        "<annotation><folder>VOC2007</folder><filename>" + picture + "</filename>",
        size + String.join("", objects) + "</annotation>");
  }

  /** An object of VOC; a part of it has another name and box. */
  static String object(String name, Object... box) {
    String format = "<bndbox><xmin>%s</xmin><ymin>%s</ymin><xmax>%s</xmax><ymax>%s</ymax></bndbox>";
    return "<object><name>%s</name><difficult>0</difficult>%s<part><name>head</name>%s</part></object>"
        .formatted(name, format.formatted(box), format.formatted(1, 1, 2, 2));
  }
}
