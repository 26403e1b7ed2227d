/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that a pickle spells as text, as Python 3 does in protocol 2: each byte is a character in
 * UTF-8, so one or two bytes in the file. Decoded while they are read, in small pieces.
 *
 * <p>Reading goes on where it stopped; reading before that place begins anew.
 */
final class LatinText implements ByteRegion {
  private static final int PIECE = 1 << 16;

  private final CheckpointFile file;
  private final ByteRegion text;
  private final long size;

  /** Bytes decoded so far, and where the text of the next one begins. */
  private long position;

  private long textPosition;

  /**
   * Takes the text of a number of bytes.
   *
   * @param size the number, which is found to be wrong when the bytes are read
   */
  LatinText(CheckpointFile file, ByteRegion text, long size) {
    this.file = file;
    this.text = text;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public synchronized void read(long offset, ByteBuffer target)
      throws IOException, CheckpointException {
    if (offset < position) {
      position = 0;
      textPosition = 0;
    }
    long wanted = target.limit() - target.position();
    byte[] decoded = new byte[(int) Math.min(PIECE, Math.max(wanted, offset - position))];
    byte[] piece = new byte[2 * decoded.length + 1];
    while (position < offset) {
      next(piece, decoded, offset - position);
    }
    while (target.hasRemaining()) {
      target.put(decoded, 0, next(piece, decoded, target.remaining()));
    }
    if (position == size && textPosition != text.size()) {
      throw file.damaged("bytes spelled as text are more than the declared " + size + ": corrupt");
    }
  }

  /** Decodes at least one byte and at most as many as are wanted; returns how many. */
  private int next(byte[] piece, byte[] decoded, long wanted)
      throws IOException, CheckpointException {
    int most = (int) Math.min(wanted, decoded.length);
    // Room for two bytes each, so that no character is cut.
    int length = (int) Math.min(2L * most, text.size() - textPosition);
    text.read(textPosition, ByteBuffer.wrap(piece, 0, length));
    piece[length] = 0;
    int from = 0;
    int to = 0;
    int wrong = 0;
    // Which character is of two bytes is chance: without branches this is several times as fast.
    while (to < most && from < length) {
      int first = piece[from];
      int second = piece[from + 1];
      int wide = first >>> 31;
      // 110000xx 10xxxxxx holds the characters from 128 to 255.
      wrong |= -wide & ((first & 0xfe ^ 0xc2) | (second & 0xc0 ^ 0x80));
      decoded[to++] = (byte) (first & wide - 1 | -wide & (first << 6 | second & 0x3f));
      from += 1 + wide;
    }
    if (wrong != 0) {
      throw file.damaged("bytes spelled as text hold a character beyond Latin-1: corrupt");
    }
    if (to == 0) {
      throw file.damaged("bytes spelled as text end before the declared " + size + ": corrupt");
    }
    position += to;
    textPosition += from;
    return to;
  }
}
