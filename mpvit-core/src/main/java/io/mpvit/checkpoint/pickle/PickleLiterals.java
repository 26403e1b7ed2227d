/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.HeapBudget;
import io.mpvit.checkpoint.pickle.PickleValue.LongText;
import io.mpvit.checkpoint.pickle.PickleValue.None;
import io.mpvit.checkpoint.pickle.PickleValue.PyBytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The opcodes that push one constant: numbers, texts and bytes. */
final class PickleLiterals {
  private static final int MAX_INTEGER_BYTES = 64;

  /** Longer python-2 strings and bytes stay in the file: they are array data. */
  private static final int SHORT = 1 << 12;

  /** Longer texts stay in the file: they are array data of protocol 2. */
  private static final int LONG_TEXT = 1 << 16;

  /** Rough size on a 64-bit heap with the slot that refers to it. */
  private static final int CONSTANT = 64;

  private final PickleInput in;
  private final Charset python2;
  private final HeapBudget budget;

  /**
   * Prepares to read the constants of one pickle.
   *
   * @param python2 how python-2 strings become text
   */
  PickleLiterals(PickleInput in, Charset python2, HeapBudget budget) {
    this.in = in;
    this.python2 = python2;
    this.budget = budget;
  }

  /** Returns the constant of an opcode, or null if the opcode is of another kind. */
  Object read(int opcode) throws IOException, CheckpointException {
    Object value = number(opcode);
    if (value == null) {
      value = text(opcode);
    }
    if (value != null) {
      budget.charge(CONSTANT);
    }
    return value;
  }

  private Object number(int opcode) throws IOException, CheckpointException {
    return switch (opcode) {
      case 'N' -> None.NONE;
      case 0x88 -> true;
      case 0x89 -> false;
      case 'J' -> (long) in.i32();
      case 'K' -> (long) in.u8();
      case 'M' -> (long) in.u16();
      case 0x8a -> longInteger(in.u8());
      case 0x8b -> longInteger(in.i32());
      case 'G' -> in.bigEndianDouble();
      case 'I' -> integerLine();
      case 'L' -> longLine();
      case 'F' -> literal(PickleText.real(latin1(in.line())), "float");
      default -> null;
    };
  }

  private Object text(int opcode) throws IOException, CheckpointException {
    return switch (opcode) {
      case 'X' -> unicode(Integer.toUnsignedLong(in.i32()));
      case 0x8c -> unicode(in.u8());
      case 0x8d -> unicode(in.i64());
      case 'V' -> literal(PickleText.rawUnicode(in.line()), "unicode text");
      case 'T' -> python2(in.i32());
      case 'U' -> python2(in.u8());
      case 'S' -> python2Text(literal(PickleText.quoted(in.line()), "string"));
      case 'B' -> bytes(Integer.toUnsignedLong(in.i32()));
      case 'C' -> bytes(in.u8());
      case 0x8e, 0x96 -> bytes(in.i64());
      default -> null;
    };
  }

  private Object longInteger(long length) throws IOException, CheckpointException {
    if (length < 0 || length > MAX_INTEGER_BYTES) {
      throw in.malformed("an integer with a length of " + length + " bytes, at most 64 are read");
    }
    byte[] little = in.bytes(length);
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    return big.length == 0 ? (Object) 0L : PickleText.narrow(new BigInteger(big));
  }

  private Object integerLine() throws IOException, CheckpointException {
    String text = latin1(in.line());
    return switch (text) {
      case "01" -> true;
      case "00" -> false;
      default -> literal(PickleText.integer(text), "integer");
    };
  }

  private Object longLine() throws IOException, CheckpointException {
    String text = latin1(in.line());
    String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
    return literal(PickleText.integer(digits), "integer");
  }

  private Object unicode(long length) throws IOException, CheckpointException {
    if (length > LONG_TEXT) {
      return new LongText(in.skip(length));
    }
    byte[] bytes = in.bytes(length);
    // The text, and its working copy while it is decoded.
    budget.charge(3L * bytes.length);
    return literal(PickleText.utf8(bytes), "UTF-8 text");
  }

  private Object python2(long length) throws IOException, CheckpointException {
    return length > SHORT ? new PyBytes(in.skip(length), null) : python2Text(in.bytes(length));
  }

  private Object python2Text(byte[] bytes) {
    String text = python2.equals(StandardCharsets.UTF_8) ? PickleText.utf8(bytes) : latin1(bytes);
    // Not text after all: raw data of an object that nobody may ever ask for.
    return text == null ? shortBytes(bytes) : text;
  }

  private PyBytes bytes(long length) throws IOException, CheckpointException {
    return length < 0 || length > SHORT
        ? new PyBytes(in.skip(length), null)
        : shortBytes(in.bytes(length));
  }

  private static PyBytes shortBytes(byte[] bytes) {
    return new PyBytes(ByteRegion.of(ByteBuffer.wrap(bytes)), latin1(bytes));
  }

  /** A decimal memo index on a line of its own. */
  long memoLine() throws IOException, CheckpointException {
    if (literal(PickleText.integer(latin1(in.line())), "memo index") instanceof Long index
        && index >= 0) {
      return index;
    }
    throw in.malformed("invalid memo index");
  }

  /** A line of text, as names of globals are. */
  String line() throws IOException, CheckpointException {
    return literal(PickleText.utf8(in.line()), "UTF-8 text");
  }

  private <T> T literal(T value, String what) throws CheckpointException {
    if (value == null) {
      throw in.malformed("invalid " + what + " literal");
    }
    return value;
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
