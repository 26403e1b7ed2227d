/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first directory of a TIFF structure, which is what EXIF data are, read for one number and
 * without offence at anything else: a directory that ends early, counts that are too large, no
 * place for the next directory. The rules are those of Pillow: entries are taken as far as they go,
 * the last one of a tag counts, and of several values the first; an entry whose data lie outside
 * ends the reading.
 */
final class TiffDirectory {
  private static final int HEADER = 8;
  private static final int ENTRY = 12;
  private static final int INLINE = 4;

  /** Bytes per value by type; 0 for what does not exist. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8};

  private final ByteBuffer data;

  private TiffDirectory(ByteBuffer data) {
    this.data = data;
  }

  /**
   * Reads a number.
   *
   * @param tiff data from the byte order on
   * @param tag the number's tag
   * @return empty if it is not there; not a number if it is there as text
   */
  static Optional<Double> number(byte[] tiff, int tag) {
    if (tiff.length < HEADER) {
      return Optional.empty();
    }
    ByteBuffer data = ByteBuffer.wrap(tiff);
    if (tiff[0] == 'I' && tiff[1] == 'I') {
      data.order(ByteOrder.LITTLE_ENDIAN);
    } else if (tiff[0] != 'M' || tiff[1] != 'M') {
      return Optional.empty();
    }
    // Some write the magic number in the other order; Pillow knows large TIFF as little-endian
    // only.
    boolean magic = tiff[2] + tiff[3] == 42 && tiff[2] * tiff[3] == 0;
    if (!magic && !(tiff[0] == 'M' && tiff[2] == 0 && tiff[3] == 43)) {
      return Optional.empty();
    }
    return new TiffDirectory(data).find(data.getInt(INLINE) & 0xffffffffL, tag);
  }

  private Optional<Double> find(long start, int tag) {
    Optional<Double> found = Optional.empty();
    if (start + 2 > data.capacity()) {
      return found;
    }
    int count = u16((int) start);
    for (int i = 0; i < count; i++) {
      long entry = start + 2 + (long) ENTRY * i;
      if (entry + ENTRY > data.capacity()) {
        return found;
      }
      int type = u16((int) entry + 2);
      long values = data.getInt((int) entry + 4) & 0xffffffffL;
      int each = type < SIZES.length ? SIZES[type] : 0;
      if (each == 0 || values == 0) {
        continue;
      }
      long at = entry + 8;
      if (values * each > INLINE) {
        at = data.getInt((int) at) & 0xffffffffL;
        if (at + values * each > data.capacity()) {
          return found;
        }
      }
      if (u16((int) entry) == tag) {
        found = Optional.of(value(type, (int) at));
      }
    }
    return found;
  }

  private double value(int type, int at) {
    return switch (type) {
      case 3 -> u16(at);
      case 4, 13 -> data.getInt(at) & 0xffffffffL;
      case 5 -> (data.getInt(at) & 0xffffffffL) / (double) (data.getInt(at + 4) & 0xffffffffL);
      case 6 -> data.get(at);
      case 8 -> data.getShort(at);
      case 9 -> data.getInt(at);
      case 10 -> data.getInt(at) / (double) data.getInt(at + 4);
      case 11 -> data.getFloat(at);
      case 12 -> data.getDouble(at);
      case 16 -> data.getLong(at);
      default -> Double.NaN; // bytes and text are no number
    };
  }

  private int u16(int at) {
    return data.getShort(at) & 0xffff;
  }
}
