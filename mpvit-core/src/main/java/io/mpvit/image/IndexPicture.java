/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOException;

/**
 * The stored numbers of a picture of one channel: grey levels as they are, or a palette's indices
 * whatever their colours. Transparency is none of their business.
 *
 * @param size height and width
 * @param values row by row, unsigned
 */
public record IndexPicture(ImageSize size, short... values) {

  private static final int PNG_GREY = 0;
  private static final int PNG_PALETTE = 3;
  private static final int PNG_GREY_ALPHA = 4;

  /** Takes over the array. */
  public IndexPicture {
    if (values.length != (long) size.height() * size.width()) {
      throw new IllegalArgumentException(
          "expected the numbers of " + size.text() + ", found " + values.length);
    }
  }

  /**
   * Decodes a file.
   *
   * @param file PNG of up to 16 bits, BMP or GIF
   * @return its numbers
   * @throws IOException saying, without the file's name, why it is no such picture
   */
  public static IndexPicture decode(byte... file) throws IOException {
    try {
      return of(file);
    } catch (EOFException e) {
      throw new IOException("it is truncated: the file ends before the picture does", e);
    } catch (IIOException e) {
      // The decoder for GIF says what is wrong in the cause only.
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException("it is damaged: " + reason.getMessage(), e);
    } catch (RuntimeException | StackOverflowError | LinkageError | InternalError e) {
      // Decoders meet hostile bytes with these, too.
      throw new IOException("it is not sound (" + e.getClass().getSimpleName() + ")", e);
    } catch (OutOfMemoryError e) {
      throw new IOException("not enough memory for its pixels", e);
    }
  }

  /**
   * Tells the size of a PNG by its head.
   *
   * @param head the first 33 bytes of a file, or more
   * @return its height and width; empty if it is no sound PNG
   */
  public static Optional<ImageSize> pngSize(byte... head) {
    try {
      if (ImageFormat.of(head) != ImageFormat.PNG) {
        return Optional.empty();
      }
      PngHeader header = PngHeader.read(head);
      ImageReader.checkSize(header.width(), header.height());
      return Optional.of(new ImageSize(header.height(), header.width()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static IndexPicture of(byte... file) throws IOException {
    ImageFormat format = ImageFormat.of(file);
    return switch (format) {
      case PNG -> png(file);
      case BMP, GIF ->
          JdkReaders.with(
              file,
              format,
              reader -> {
                ImageReader.checkSize(reader.getWidth(0), reader.getHeight(0));
                return of(reader.read(0), 1);
              });
      case JPEG -> throw new IOException("it is JPEG, which does not keep numbers; write PNG");
      default -> throw new IOException("expected a PNG, found " + format.title());
    };
  }

  private static IndexPicture png(byte... file) throws IOException {
    PngHeader header = PngHeader.read(file);
    ImageReader.checkSize(header.width(), header.height());
    int channels =
        switch (header.colourType()) {
          case PNG_GREY, PNG_PALETTE -> 1;
          case PNG_GREY_ALPHA -> 2;
          default -> throw new IOException(channels(3));
        };
    return JdkReaders.with(
        PngChunks.pixelsOnly(file), ImageFormat.PNG, reader -> of(reader.read(0), channels));
  }

  private static String channels(int found) {
    return "expected a grey or palette picture of one channel, found " + found + " channels";
  }

  /** Further channels are alpha. */
  private static IndexPicture of(BufferedImage image, int channels) throws IOException {
    Raster raster = image.getRaster();
    int type = raster.getDataBuffer().getDataType();
    boolean small = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
    if (raster.getNumBands() != channels || !small) {
      throw new IOException(channels(raster.getNumBands()));
    }
    int[] row = new int[raster.getWidth()];
    short[] values = new short[Math.multiplyExact(raster.getHeight(), row.length)];
    for (int y = 0, i = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, row.length, 1, 0, row);
      for (int value : row) {
        values[i++] = (short) value;
      }
    }
    return new IndexPicture(new ImageSize(raster.getHeight(), raster.getWidth()), values);
  }
}
