/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.modality.cv.Image;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.translator.PictureReaders;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A picture to work on, with a name for results and messages. Files, bytes, streams and addresses
 * are decoded as the models' training did it, and photographs are turned upright by their EXIF
 * data; pictures that are in memory already are taken as they are.
 *
 * @param name a file's path, an address, or what the caller says
 * @param pixels 8-bit RGB
 */
public record Picture(String name, RgbImage pixels) {

  private static final Orientation UPRIGHT = Orientation.HONOUR_EXIF;

  /** Checks that nothing is missing. */
  public Picture {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(pixels, "pixels");
  }

  /**
   * Reads a file.
   *
   * @param file a picture
   * @return the picture
   * @throws IOException if it cannot be read or is none; the message names the file
   */
  public static Picture of(Path file) throws IOException {
    return new Picture(file.toString(), ImageReader.read(file, UPRIGHT));
  }

  /**
   * Reads an address.
   *
   * @param address of a picture: {@code file:}, {@code https:}, ...
   * @return the picture
   * @throws IOException if it cannot be read or is no picture; the message names the address
   */
  public static Picture of(URI address) throws IOException {
    try {
      return new Picture(address.toString(), PictureReaders.read(address.toURL(), UPRIGHT));
    } catch (IllegalArgumentException e) {
      throw new IOException(address + " is no absolute address of a picture", e);
    }
  }

  /**
   * Decodes a file's content.
   *
   * @param file the bytes of a picture's file
   * @return the picture
   * @throws IOException if they are none
   */
  public static Picture of(byte[] file) throws IOException {
    String name = "a picture of " + file.length + " bytes";
    return new Picture(name, ImageReader.read(file, name, UPRIGHT));
  }

  /**
   * Decodes a stream.
   *
   * @param in the bytes of a picture's file; not closed
   * @return the picture
   * @throws IOException if they cannot be read or are none
   */
  public static Picture of(InputStream in) throws IOException {
    String name = "a picture from a stream";
    return new Picture(name, ImageReader.read(in, name, UPRIGHT));
  }

  /**
   * Takes a picture of Java's own kind.
   *
   * @param image a picture; transparency is left out
   * @return the picture
   */
  public static Picture of(BufferedImage image) {
    return new Picture("a picture in memory", RgbImage.from(image));
  }

  /**
   * Takes a picture of DJL's kind.
   *
   * @param image a picture
   * @return the picture
   */
  public static Picture of(Image image) {
    return new Picture("a picture in memory", RgbImage.from(image));
  }
}
