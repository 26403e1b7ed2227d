/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The class of every pixel of a picture. Immutable. */
public final class LabelMap {

  /** The number of different class indices that there can be. */
  private static final int INDICES = 1 << Short.SIZE;

  private static final int LARGEST_BYTE = 255;

  private final ImageSize size;
  private final short[] labels;

  /**
   * Takes class indices.
   *
   * @param size height and width
   * @param labels height x width class indices, row by row, as unsigned numbers; copied
   * @throws IllegalArgumentException if there are not as many as pixels
   */
  public LabelMap(ImageSize size, short[] labels) {
    if (labels.length != (long) size.height() * size.width()) {
      throw new IllegalArgumentException(
          "a label map of " + size + " needs one class per pixel, found " + labels.length);
    }
    this.size = size;
    this.labels = labels.clone();
  }

  /** Height and width. */
  public ImageSize size() {
    return size;
  }

  /**
   * The class of one pixel.
   *
   * @param x column
   * @param y row
   * @return its index
   * @throws IndexOutOfBoundsException if the place is outside the map
   */
  public int label(int x, int y) {
    if (x < 0 || x >= size.width() || y < 0 || y >= size.height()) {
      throw new IndexOutOfBoundsException(
          "no pixel x=%d y=%d in a label map of %s".formatted(x, y, size));
    }
    return Short.toUnsignedInt(labels[y * size.width() + x]);
  }

  /** A copy of all class indices, row by row, as unsigned numbers. */
  public short[] toArray() {
    return labels.clone();
  }

  /**
   * The classes that occur, with their share of the picture.
   *
   * @return largest first; classes of equal share by index
   */
  public List<ClassShare> shares() {
    long[] counts = new long[INDICES];
    for (short label : labels) {
      counts[Short.toUnsignedInt(label)]++;
    }
    List<ClassShare> shares = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        shares.add(new ClassShare(c, counts[c], (double) counts[c] / labels.length));
      }
    }
    shares.sort(Comparator.comparingLong(ClassShare::pixels).reversed());
    return List.copyOf(shares);
  }

  /**
   * The labels of annotations in which 0 stands for nothing and classes begin at 1, as ADE20K's do:
   * every value less one, and 255, which is ignored everywhere, in place of 0. 255 stays.
   *
   * @return labels that begin at 0
   */
  public LabelMap withoutZero() {
    short[] shifted = new short[labels.length];
    for (int i = 0; i < shifted.length; i++) {
      int label = Short.toUnsignedInt(labels[i]);
      shifted[i] = (short) (label == 0 || label == LARGEST_BYTE ? LARGEST_BYTE : label - 1);
    }
    return new LabelMap(size, shifted);
  }

  /**
   * The labels at another size: each is taken over from one pixel, without half-pixel shift
   * (OpenCV's nearest neighbour).
   *
   * @param target the size to reach
   * @return labels of that size
   */
  public LabelMap resized(ImageSize target) {
    if (target.equals(size)) {
      return this;
    }
    int[] columns = sources(size.width(), target.width());
    int[] rows = sources(size.height(), target.height());
    short[] out = new short[Math.multiplyExact(rows.length, columns.length)];
    int i = 0;
    for (int row : rows) {
      for (int column : columns) {
        out[i++] = labels[row * size.width() + column];
      }
    }
    return new LabelMap(target, out);
  }

  private static int[] sources(int from, int to) {
    double scale = 1 / ((double) to / from);
    int[] sources = new int[to];
    for (int i = 0; i < to; i++) {
      sources[i] = Math.min((int) Math.floor(i * scale), from - 1);
    }
    return sources;
  }

  /**
   * A rectangle of these labels.
   *
   * @param left first column
   * @param top first row
   * @param window its size
   * @return its labels
   * @throws IndexOutOfBoundsException if it does not lie inside
   */
  public LabelMap crop(int left, int top, ImageSize window) {
    if (left < 0
        || top < 0
        || left > size.width() - window.width()
        || top > size.height() - window.height()) {
      throw new IndexOutOfBoundsException(
          "no rectangle of %s at x=%d y=%d in a label map of %s"
              .formatted(window, left, top, size));
    }
    if (window.equals(size)) {
      return this;
    }
    int width = window.width();
    short[] out = new short[window.height() * width];
    for (int y = 0; y < window.height(); y++) {
      System.arraycopy(labels, (top + y) * size.width() + left, out, y * width, width);
    }
    return new LabelMap(window, out);
  }

  /** These labels with left and right exchanged. */
  public LabelMap mirrored() {
    int width = size.width();
    short[] out = new short[labels.length];
    for (int i = 0; i < out.length; i++) {
      int x = i % width;
      out[i] = labels[i - x + width - 1 - x];
    }
    return new LabelMap(size, out);
  }

  /**
   * Writes the class indices as the grey levels of an 8-bit PNG: the whole file or nothing.
   *
   * @param file ends with {@code .png}
   * @throws IOException naming the file, if it cannot be written
   * @throws IllegalArgumentException if the name has another ending, or a class index is above 255
   */
  public void writePng(Path file) throws IOException {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      throw new IllegalArgumentException(
          "only PNG keeps class indices; the file's name must end with .png: " + file);
    }
    ImageWriter.write(toGrey(), file);
  }

  /**
   * The bytes of what {@link #writePng} writes.
   *
   * @return an 8-bit PNG
   * @throws IOException if it cannot be encoded
   * @throws IllegalArgumentException if a class index is above 255
   */
  public byte[] toPng() throws IOException {
    return ImageWriter.toPng(toGrey());
  }

  /**
   * The class indices as grey levels.
   *
   * @return a picture of type {@link BufferedImage#TYPE_BYTE_GRAY}
   * @throws IllegalArgumentException if a class index is above 255
   */
  public BufferedImage toGrey() {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] levels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < levels.length; i++) {
      int label = Short.toUnsignedInt(labels[i]);
      if (label > LARGEST_BYTE) {
        throw new IllegalArgumentException("8 bits hold class indices up to 255, found " + label);
      }
      levels[i] = (byte) label;
    }
    return image;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap that
        && size.equals(that.size)
        && Arrays.equals(labels, that.labels);
  }

  @Override
  public int hashCode() {
    return 31 * size.hashCode() + Arrays.hashCode(labels);
  }

  @Override
  public String toString() {
    return "LabelMap[" + size + "]";
  }
}
