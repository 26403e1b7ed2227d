/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.io.IOException;
import java.io.Reader;

/**
 * JSON as Python writes it: with {@code NaN}, {@code Infinity} and {@code -Infinity}, which are no
 * JSON. They become texts of the same length, {@link #isNone} for short, so that places stay right.
 */
final class PythonNumbers extends Reader {
  private static final String NAN = "NaN";
  private static final String INFINITY = "Infinity";
  private static final int NOTHING = -2;

  /** Of Unicode's private use, so that no file means it. */
  private static final char FILL = '\ue000';

  private final Reader in;
  private boolean inText;
  private boolean escaped;

  /** What was read ahead to see what a minus stands before. */
  private int ahead = NOTHING;

  /** The word that is being replaced, and how much of it is done; null outside. */
  private String word;

  private int done;

  PythonNumbers(Reader in) {
    this.in = in;
  }

  /** Whether a text stands for a number that is none. */
  static boolean isNone(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c == FILL);
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count;
    if (ahead == NOTHING) {
      count = in.read(target, offset, length);
    } else {
      count = ahead < 0 ? -1 : 1;
      target[offset] = (char) ahead;
      ahead = NOTHING;
    }
    for (int i = offset; i < offset + count; i++) {
      target[i] = replaced(target[i], i + 1 < offset + count ? target[i + 1] : NOTHING);
    }
    return count;
  }

  private char replaced(char c, int next) throws IOException {
    if (inText) {
      inText = escaped || c != '"';
      escaped = !escaped && c == '\\';
      return c;
    }
    if (word != null) {
      return inWord(c);
    }
    switch (c) {
      case '"' -> inText = true;
      case 'N' -> {
        return begin(NAN, 1);
      }
      case 'I' -> {
        return begin(INFINITY, 1);
      }
      case '-' -> {
        int following = next;
        if (following == NOTHING) {
          following = in.read();
          ahead = following;
        }
        if (following == 'I') {
          return begin(INFINITY, 0);
        }
      }
      default -> {
        // JSON as it is
      }
    }
    return c;
  }

  private char begin(String of, int already) {
    word = of;
    done = already;
    return '"';
  }

  /** The last letter becomes the closing quote; what is another word is left for the parser. */
  private char inWord(char c) {
    boolean fits = c == word.charAt(done);
    boolean last = ++done == word.length();
    if (!fits || last) {
      word = null;
    }
    return fits ? last ? '"' : FILL : c;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
