/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import io.mpvit.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures so that a reader sees either the whole file or none. */
public final class ImageWriter {
  private static final float JPEG_QUALITY = 0.92f;

  private ImageWriter() {}

  /**
   * Writes PNG or JPEG, by the file name's ending ({@code .png}, {@code .jpg}, {@code .jpeg}).
   *
   * @throws IOException naming the file, if its ending is another one or it cannot be written
   */
  public static void write(RgbImage image, Path file) throws IOException {
    write(image.toBufferedImage(), file);
  }

  /**
   * Writes an AWT picture as it is: grey and palette pictures stay so in PNG.
   *
   * @throws IOException naming the file, if its ending is not that of PNG or JPEG, or if it cannot
   *     be written
   */
  public static void write(BufferedImage image, Path file) throws IOException {
    try {
      land(encode(image, format(file)), file);
    } catch (IOException e) {
      throw new IOException("cannot write picture " + file + ": " + reason(e), e);
    }
  }

  private static String format(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return "png";
    }
    if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      return "jpeg";
    }
    throw new IOException("its name must end with .png, .jpg or .jpeg");
  }

  /** The bytes of a PNG file. */
  public static byte[] toPng(RgbImage image) throws IOException {
    return toPng(image.toBufferedImage());
  }

  /** The bytes of a PNG file; grey and palette pictures stay so. */
  public static byte[] toPng(BufferedImage image) throws IOException {
    return encode(image, "png");
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    var writers =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format);
    if (!writers.hasNext()) {
      throw new IOException("no " + format + " encoder takes this kind of pixels (alpha?)");
    }
    javax.imageio.ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(JPEG_QUALITY);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static void land(byte[] bytes, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFile.writeBytes(file, bytes);
  }

  /** What the system says, in one line; its exceptions often hold only the file's name. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is a file where a directory is needed";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
