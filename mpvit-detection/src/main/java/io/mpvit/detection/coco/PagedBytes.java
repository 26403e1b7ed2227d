/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Append-only records of bytes in large pages: half a million masks in memory without half a
 * million objects. Numbers are written with seven bits per byte.
 */
final class PagedBytes {
  private static final int PAGE = 1 << 20;

  private final List<byte[]> pages = new ArrayList<>();

  /** The record that is being written. */
  private byte[] record = new byte[256];

  private int recordLength;

  /** End of the last page. */
  private int used = PAGE;

  void putByte(int value) {
    if (recordLength == record.length) {
      record = Arrays.copyOf(record, 2 * recordLength);
    }
    record[recordLength++] = (byte) value;
  }

  void putNumber(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      putByte((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    putByte((int) rest);
  }

  /** Appends a text of ASCII characters and its length. */
  void putAscii(CharSequence text) {
    putNumber(text.length());
    for (int i = 0; i < text.length(); i++) {
      putByte(text.charAt(i));
    }
  }

  /** Forgets what was written since the last record. */
  void drop() {
    recordLength = 0;
  }

  /** Stores what was written since the last record. */
  long endRecord() {
    if (recordLength > PAGE - used || pages.isEmpty()) {
      pages.add(new byte[Math.max(PAGE, recordLength)]);
      used = 0;
    }
    System.arraycopy(record, 0, pages.get(pages.size() - 1), used, recordLength);
    long address = (long) (pages.size() - 1) << 32 | used;
    used += recordLength;
    recordLength = 0;
    return address;
  }

  /** Starts reading a record. Cursors of several threads do not disturb each other. */
  Cursor at(long address) {
    return new Cursor(pages.get((int) (address >>> 32)), (int) address);
  }

  /** Reads what was put, in the same order. */
  static final class Cursor {
    private final byte[] page;
    private int at;

    private Cursor(byte[] page, int at) {
      this.page = page;
      this.at = at;
    }

    int getByte() {
      return page[at++];
    }

    long getNumber() {
      long value = 0;
      int shift = 0;
      byte next;
      do {
        next = page[at++];
        value |= (long) (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      return value;
    }

    void skipAscii() {
      int length = (int) getNumber();
      at += length;
    }

    @SuppressWarnings("deprecation") // the constructor for Latin-1 copies without decoding
    String getAscii() {
      int length = (int) getNumber();
      String text = new String(page, 0, at, length);
      at += length;
      return text;
    }
  }
}
