/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.Input;
import ai.djl.modality.cv.Image;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Readers by input type. Files, addresses and streams are read by {@link ImageReader}, whose pixels
 * are those of the models' training; DJL's own {@link Image} comes with the pixels that it has, its
 * EXIF orientation lost.
 */
public final class PictureReaders {

  /** The types from which pictures are read, besides DJL's {@link Input}. */
  public static final Set<Class<?>> TYPES =
      Set.of(RgbImage.class, Image.class, Path.class, URL.class, InputStream.class);

  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 30_000;

  private PictureReaders() {}

  /**
   * Finds the reader of a type.
   *
   * @param type one of {@link #TYPES} or {@link Input}
   * @param orientation whether photographs are turned upright
   * @param <I> the type
   * @return the reader, or empty if the type is another one
   */
  @SuppressWarnings("unchecked")
  public static <I> Optional<PictureReader<I>> of(Class<I> type, Orientation orientation) {
    PictureReader<?> reader = null;
    if (type == RgbImage.class) {
      reader = (RgbImage picture) -> picture;
    } else if (type == Image.class) {
      reader = (Image picture) -> RgbImage.from(picture);
    } else if (type == Path.class) {
      reader = (Path file) -> ImageReader.read(file, orientation);
    } else if (type == URL.class) {
      reader = (URL address) -> read(address, orientation);
    } else if (type == InputStream.class) {
      reader = (InputStream in) -> ImageReader.read(in, "from a stream", orientation);
    } else if (type == Input.class) {
      reader = new ServingInputReader(orientation);
    }
    return Optional.ofNullable((PictureReader<I>) reader);
  }

  /**
   * Reads a picture from an address.
   *
   * @param address such as {@code https:} or {@code file:}
   * @param orientation whether photographs are turned upright
   * @return the picture
   * @throws IOException if it cannot be reached within 40 seconds, or is no picture
   */
  public static RgbImage read(URL address, Orientation orientation) throws IOException {
    URLConnection connection = address.openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      return ImageReader.read(in, address.toString(), orientation);
    }
  }
}
