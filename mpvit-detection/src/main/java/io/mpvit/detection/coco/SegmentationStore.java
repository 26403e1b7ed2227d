/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The masks of a file, packed: run lengths as COCO's compressed text, polygons as differences of
 * hundredths of a pixel, which is how COCO rounds them. Coordinates with more digits are kept
 * whole; nothing is lost.
 */
final class SegmentationStore {
  /** The address of an object without a mask. */
  static final long NONE = -1;

  private static final int RUNS = 0;
  private static final int POLYGONS = 1;
  private static final double HUNDREDTHS = 100;
  private static final double MAX_HUNDREDTHS = 1L << 40;

  private final PagedBytes bytes = new PagedBytes();

  long add(Rle mask) {
    return add(mask, mask.text());
  }

  /** Adds a mask whose compressed text is known. */
  long add(Rle mask, String text) {
    bytes.putByte(RUNS);
    bytes.putNumber(mask.size().height());
    bytes.putNumber(mask.size().width());
    bytes.putAscii(text);
    bytes.putNumber(mask.area());
    MaskBounds bounds = mask.bounds();
    bytes.putNumber(bounds.x());
    bytes.putNumber(bounds.y());
    bytes.putNumber(bounds.width());
    bytes.putNumber(bounds.height());
    return bytes.endRecord();
  }

  long add(List<double[]> polygons) {
    bytes.putByte(POLYGONS);
    bytes.putNumber(polygons.size());
    for (double[] polygon : polygons) {
      bytes.putNumber(polygon.length);
      long[] previous = new long[2]; // x and y
      for (int i = 0; i < polygon.length; i++) {
        previous[i % 2] = putCoordinate(polygon[i], previous[i % 2]);
      }
    }
    return bytes.endRecord();
  }

  /** An even number is a zigzag difference to the last coordinate; 1 stands before a raw double. */
  private long putCoordinate(double value, long previous) {
    double hundredths = Math.rint(value * HUNDREDTHS);
    boolean rounded = Double.compare((long) hundredths / HUNDREDTHS, value) == 0; // not so for -0.0
    if (rounded && Math.abs(hundredths) < MAX_HUNDREDTHS) {
      long difference = (long) hundredths - previous;
      bytes.putNumber((difference << 1 ^ difference >> 63) << 1);
      return (long) hundredths;
    }
    bytes.putNumber(1);
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes.putByte((int) (bits >>> shift));
    }
    return previous;
  }

  /** The size that a mask brings along; the picture's for polygons. */
  ImageSize size(long address, ImageSize image) {
    PagedBytes.Cursor cursor = bytes.at(address);
    return cursor.getByte() == RUNS ? readSize(cursor) : image;
  }

  /** The number of set pixels of a mask that was given by runs, without decoding it. */
  int area(long address) {
    return (int) behindRuns(address).getNumber();
  }

  /** The bounds of a mask that was given by runs, without decoding it. */
  MaskBounds bounds(long address) {
    PagedBytes.Cursor cursor = behindRuns(address);
    cursor.getNumber(); // the area
    int x = (int) cursor.getNumber();
    int y = (int) cursor.getNumber();
    int width = (int) cursor.getNumber();
    return new MaskBounds(x, y, width, (int) cursor.getNumber());
  }

  private PagedBytes.Cursor behindRuns(long address) {
    PagedBytes.Cursor cursor = bytes.at(address);
    cursor.getByte();
    readSize(cursor);
    cursor.skipAscii();
    return cursor;
  }

  Rle mask(long address, ImageSize image) {
    PagedBytes.Cursor cursor = bytes.at(address);
    if (cursor.getByte() == RUNS) {
      ImageSize size = readSize(cursor);
      return Rle.parse(size, cursor.getAscii());
    }
    return PolygonRasterizer.rasterize(readPolygons(cursor), image);
  }

  List<double[]> polygons(long address) {
    PagedBytes.Cursor cursor = bytes.at(address);
    return cursor.getByte() == POLYGONS ? readPolygons(cursor) : List.of();
  }

  private static ImageSize readSize(PagedBytes.Cursor cursor) {
    int height = (int) cursor.getNumber();
    return new ImageSize(height, (int) cursor.getNumber());
  }

  private static List<double[]> readPolygons(PagedBytes.Cursor cursor) {
    int count = (int) cursor.getNumber();
    List<double[]> polygons = new ArrayList<>(count);
    for (int p = 0; p < count; p++) {
      double[] polygon = new double[(int) cursor.getNumber()];
      long[] previous = new long[2];
      for (int i = 0; i < polygon.length; i++) {
        long code = cursor.getNumber();
        if (code == 1) {
          polygon[i] = readDouble(cursor);
        } else {
          long zigzag = code >>> 1;
          previous[i % 2] += zigzag >>> 1 ^ -(zigzag & 1);
          polygon[i] = previous[i % 2] / HUNDREDTHS;
        }
      }
      polygons.add(polygon);
    }
    return polygons;
  }

  private static double readDouble(PagedBytes.Cursor cursor) {
    long bits = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bits |= (cursor.getByte() & 0xFFL) << shift;
    }
    return Double.longBitsToDouble(bits);
  }
}
