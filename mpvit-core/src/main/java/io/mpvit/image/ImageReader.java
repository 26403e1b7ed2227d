/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads JPEG (baseline, progressive, grey, CMYK, YCCK), PNG (any depth, palette, alpha), BMP and
 * the first frame of GIF, by what the bytes say and not by the file's name. With TwelveMonkeys'
 * ImageIO plug-ins on the class path ({@code com.twelvemonkeys.imageio:imageio-webp} and {@code
 * imageio-tiff}) it reads WebP and the first picture of TIFF, too.
 *
 * <p>The pixels are those of Pillow's {@code Image.open(f).convert("RGB")}, with its sometimes
 * surprising rules: alpha is dropped rather than blended, colour profiles are not applied, 16-bit
 * colour keeps its high byte and 16-bit grey is clipped at 255. Truncated files are refused, and so
 * is a picture of more than {@value #MAX_PIXELS} pixels, before memory is spent on it.
 */
public final class ImageReader {
  /** The most pixels that are read: the size at which Pillow speaks of a decompression bomb. */
  public static final long MAX_PIXELS = 178_956_970L;

  private ImageReader() {}

  /**
   * Reads a file.
   *
   * @throws ImageReadException if there is no such file, or it is not a whole picture of a format
   *     that can be read
   */
  public static RgbImage read(Path file, Orientation orientation) throws ImageReadException {
    return read(bytes(file), file.toString(), orientation);
  }

  private static byte[] bytes(Path file) throws ImageReadException {
    String name = file.toString();
    try {
      if (Files.isDirectory(file)) {
        throw new ImageReadException(name, "it is a directory");
      }
      return Files.readAllBytes(file);
    } catch (ImageReadException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ImageReadException(name, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new ImageReadException(name, "no permission to read it", e);
    } catch (IOException | InvalidPathException e) {
      throw new ImageReadException(name, reason(e), e);
    } catch (OutOfMemoryError e) {
      throw new ImageReadException(name, "the file is too large", e);
    }
  }

  /**
   * Tells the size of a picture, of JPEG and PNG without decoding it.
   *
   * @param file the picture
   * @param orientation whether it is turned upright
   * @return its height and width
   * @throws ImageReadException as {@link #read(Path, Orientation)} does
   */
  public static ImageSize size(Path file, Orientation orientation) throws ImageReadException {
    byte[] bytes = bytes(file);
    ImageFormat format = ImageFormat.of(bytes);
    try {
      ImageSize stored;
      if (format == ImageFormat.JPEG) {
        JpegHeader header = JpegHeader.read(bytes);
        stored = new ImageSize(header.height(), header.width());
      } else if (format == ImageFormat.PNG) {
        PngHeader header = PngHeader.read(bytes);
        stored = new ImageSize(header.height(), header.width());
      } else {
        return read(bytes, file.toString(), orientation).size();
      }
      boolean turned =
          orientation == Orientation.HONOUR_EXIF && ExifOrientation.of(bytes, format).transpose();
      return turned ? stored.turned() : stored;
    } catch (ImageReadException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageReadException(
          file.toString(), "not a sound " + format.title() + " file (" + reason(e) + ")", e);
    }
  }

  /**
   * Reads a stream to its end; the caller closes it.
   *
   * @param name what messages call the picture
   * @throws ImageReadException if it does not hold a whole picture of a format that can be read
   */
  public static RgbImage read(InputStream in, String name, Orientation orientation)
      throws ImageReadException {
    byte[] bytes;
    try {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new ImageReadException(name, reason(e), e);
    }
    return read(bytes, name, orientation);
  }

  /**
   * Reads a picture file that is already in memory.
   *
   * @param name what messages call the picture
   * @throws ImageReadException if the bytes are not a whole picture of a format that can be read
   */
  public static RgbImage read(byte[] file, String name, Orientation orientation)
      throws ImageReadException {
    Objects.requireNonNull(orientation, "orientation");
    if (file.length == 0) {
      throw new ImageReadException(name, "it is empty");
    }
    ImageFormat format = ImageFormat.of(file);
    if (!format.readable()) {
      String what =
          format == ImageFormat.UNKNOWN ? "its format is not known" : "it is " + format.title();
      throw new ImageReadException(name, what + "; " + ImageFormat.READABLE);
    }
    RgbImage stored;
    try {
      stored =
          switch (format) {
            case JPEG -> JpegDecoder.decode(file);
            case PNG -> RasterDecoder.png(file);
            case BMP -> RasterDecoder.bmp(file);
            case GIF -> RasterDecoder.gif(file);
            case WEBP -> PluginDecoder.webp(file);
            case TIFF -> PluginDecoder.tiff(file);
            default -> throw new IllegalStateException(format + " has no decoder");
          };
    } catch (NoDecoderException e) {
      throw new ImageReadException(name, e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      // Decoders meet hostile bytes with unchecked exceptions, too.
      throw new ImageReadException(
          name, "not a sound " + format.title() + " file (" + reason(e) + ")", e);
    } catch (OutOfMemoryError e) {
      throw new ImageReadException(name, "not enough memory for its pixels", e);
    } catch (StackOverflowError | LinkageError | InternalError e) {
      // Neither may the Error that a decoder meets in one picture reach the others.
      throw new ImageReadException(
          name, "its decoder fails (" + e.getClass().getSimpleName() + ")", e);
    }
    if (orientation == Orientation.AS_STORED) {
      return stored;
    }
    try {
      return ExifOrientation.of(file, format).upright(stored);
    } catch (OutOfMemoryError e) {
      throw new ImageReadException(name, "not enough memory to turn it upright", e);
    }
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElseThrow();
  }

  /** Refuses sizes that no picture has, before anything is allocated for them. */
  static void checkSize(long width, long height) throws IOException {
    if (width < 1 || height < 1) {
      throw new IOException("it declares " + width + " x " + height + " pixels");
    }
    if (width * height > MAX_PIXELS) {
      throw new IOException(
          "it declares %d x %d pixels, more than the %d that are read"
              .formatted(width, height, MAX_PIXELS));
    }
  }
}
