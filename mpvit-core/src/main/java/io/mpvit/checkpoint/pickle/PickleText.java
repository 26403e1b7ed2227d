/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Literals of the text opcodes, and texts in UTF-8 as Python writes it. Null means malformed. */
final class PickleText {
  /** Parsing is quadratic; no checkpoint has such numbers. */
  private static final int MAX_DIGITS = 400;

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1," + MAX_DIGITS + "}");
  private static final Pattern FLOAT =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");

  private static final char REPLACEMENT = '\ufffd';

  private PickleText() {}

  /** Strict UTF-8, except that lone surrogates are allowed (Python's surrogatepass). */
  static String utf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    // Something was malformed, unless the text really holds that character.
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return withSurrogates(bytes);
    }
  }

  /** Decodes the runs between encoded surrogates (ED A0..BF xx) strictly. */
  private static String withSurrogates(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    try {
      for (int i = 0; i <= bytes.length; i++) {
        boolean surrogate =
            i + 2 < bytes.length
                && bytes[i] == (byte) 0xed
                && (bytes[i + 1] & 0xe0) == 0xa0
                && (bytes[i + 2] & 0xc0) == 0x80;
        if (surrogate || i == bytes.length) {
          ByteBuffer run = ByteBuffer.wrap(bytes, from, i - from);
          text.append(StandardCharsets.UTF_8.newDecoder().decode(run));
        }
        if (surrogate) {
          text.append((char) (0xd000 | (bytes[i + 1] & 0x3f) << 6 | bytes[i + 2] & 0x3f));
          i += 2;
          from = i + 1;
        }
      }
    } catch (CharacterCodingException e) {
      return null;
    }
    return text.toString();
  }

  /** UTF-8 of any text, lone surrogates included. */
  static byte[] toUtf8(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 8);
    text.codePoints()
        .forEach(
            c -> {
              if (c >= 0xd800 && c <= 0xdfff) {
                out.write(0xed);
                out.write(0x80 | c >> 6 & 0x3f);
                out.write(0x80 | c & 0x3f);
              } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return out.toByteArray();
  }

  /** A decimal integer as Long, or BigInteger beyond 64 bits. */
  static Object integer(String digits) {
    return INTEGER.matcher(digits).matches() ? narrow(new BigInteger(digits)) : null;
  }

  static Object narrow(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  /** Python's repr of a float. */
  static Double real(String text) {
    if (FLOAT.matcher(text).matches() && text.length() <= MAX_DIGITS) {
      return Double.valueOf(text);
    }
    return switch (text) {
      case "nan", "-nan" -> Double.NaN;
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /** The bytes of a python-2 string literal with its quotes. */
  static byte[] quoted(byte[] literal) {
    int end = literal.length - 1;
    if (end < 1 || literal[0] != literal[end] || (literal[0] != '\'' && literal[0] != '"')) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(literal.length);
    int i = 1;
    while (i < end) {
      if (literal[i] != '\\') {
        out.write(literal[i++]);
        continue;
      }
      if (i + 1 >= end) {
        return null;
      }
      int width = escape(literal, i + 1, end, out);
      if (width < 0) {
        return null;
      }
      i += 1 + width;
    }
    return out.toByteArray();
  }

  /** Decodes what follows a backslash; returns its width, or -1. */
  private static int escape(byte[] literal, int at, int end, ByteArrayOutputStream out) {
    int plain = "\\'\"abfnrtv".indexOf(literal[at]);
    if (plain >= 0) {
      out.write("\\'\"\u0007\b\f\n\r\t\u000b".charAt(plain));
      return 1;
    }
    if (literal[at] == 'x') {
      int value = at + 2 < end ? digits(literal, at + 1, at + 3, 16) : -1;
      out.write(value);
      return value < 0 ? -1 : 3;
    }
    int width = 0;
    while (width < 3 && at + width < end && Character.digit(literal[at + width], 8) >= 0) {
      width++;
    }
    if (width == 0) {
      // Python keeps an unknown escape as it stands.
      out.write('\\');
      return 0;
    }
    out.write(digits(literal, at, at + width, 8));
    return width;
  }

  /** Python's raw-unicode-escape: Latin-1 with backslash-u and backslash-U escapes. */
  static String rawUnicode(byte[] line) {
    StringBuilder text = new StringBuilder(line.length);
    for (int i = 0; i < line.length; i++) {
      boolean escaped = line[i] == '\\' && i + 1 < line.length;
      int width = escaped && line[i + 1] == 'u' ? 4 : escaped && line[i + 1] == 'U' ? 8 : 0;
      if (width == 0) {
        text.append((char) (line[i] & 0xff));
        continue;
      }
      int value = i + 2 + width <= line.length ? digits(line, i + 2, i + 2 + width, 16) : -1;
      if (!Character.isValidCodePoint(value)) {
        return null;
      }
      text.appendCodePoint(value);
      i += 1 + width;
    }
    return text.toString();
  }

  private static int digits(byte[] text, int from, int to, int radix) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text[i], radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }
}
