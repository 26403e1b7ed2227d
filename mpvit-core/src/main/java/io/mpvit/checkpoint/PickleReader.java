/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import io.mpvit.checkpoint.PickleValue.None;
import io.mpvit.checkpoint.PickleValue.PyBytes;
import io.mpvit.checkpoint.PickleValue.PyDict;
import io.mpvit.checkpoint.PickleValue.PyList;
import io.mpvit.checkpoint.PickleValue.PyTuple;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The restricted pickle machine, protocols 0 to 5 (Python's {@code pickletools} documents the
 * opcodes). It runs opcodes over a stack and a memo without recursion; what calls mean is left to
 * {@link PickleInterpreter}. It stops right after STOP.
 */
final class PickleReader {
  private static final int HIGHEST_PROTOCOL = 5;
  private static final int MAX_INTEGER_BYTES = 64;

  /** Longer python-2 strings and bytes stay in the file: they are array data. */
  private static final int SHORT = 1 << 12;

  // Rough sizes on a 64-bit heap with the slot that refers to it.
  private static final int NUMBER = 28;
  private static final int CONTAINER = 64;
  private static final int DICT_ENTRY = 64;
  private static final int MEMO_ENTRY = 80;

  private final PickleInput in;
  private final PickleInterpreter interpreter;
  private final Charset python2;
  private final HeapBudget budget;
  private final PickleStack stack;
  private final Map<Long, Object> memo = new HashMap<>();

  /**
   * Prepares to read one pickle.
   *
   * @param python2 how python-2 strings become text
   */
  PickleReader(PickleInput in, PickleInterpreter interpreter, Charset python2, HeapBudget budget) {
    this.in = in;
    this.interpreter = interpreter;
    this.python2 = python2;
    this.budget = budget;
    this.stack = new PickleStack(in, budget);
  }

  /** Runs up to STOP and returns the value on top. */
  Object read() throws IOException, CheckpointException {
    while (true) {
      int opcode = in.u8();
      if (opcode == '.') {
        return stack.pop();
      }
      if (!constant(opcode) && !text(opcode) && !container(opcode) && !memo(opcode)) {
        object(opcode);
      }
    }
  }

  private boolean constant(int opcode) throws IOException, CheckpointException {
    Object value;
    switch (opcode) {
      case 'N' -> value = None.NONE;
      case 0x88 -> value = true;
      case 0x89 -> value = false;
      case 'J' -> value = (long) in.i32();
      case 'K' -> value = (long) in.u8();
      case 'M' -> value = (long) in.u16();
      case 0x8a -> value = longInteger(in.u8());
      case 0x8b -> value = longInteger(in.i32());
      case 'G' -> value = in.bigEndianDouble();
      case 'I' -> value = integerLine();
      case 'L' -> value = longLine();
      case 'F' -> value = literal(PickleText.real(latin1(in.line())), "float");
      default -> {
        return false;
      }
    }
    budget.charge(NUMBER);
    stack.push(value);
    return true;
  }

  private boolean text(int opcode) throws IOException, CheckpointException {
    Object value;
    switch (opcode) {
      case 'X' -> value = unicode(Integer.toUnsignedLong(in.i32()));
      case 0x8c -> value = unicode(in.u8());
      case 0x8d -> value = unicode(in.i64());
      case 'V' -> value = literal(PickleText.rawUnicode(in.line()), "unicode text");
      case 'T' -> value = python2(in.i32());
      case 'U' -> value = python2(in.u8());
      case 'S' -> value = python2Text(literal(PickleText.quoted(in.line()), "string"));
      case 'B' -> value = bytes(Integer.toUnsignedLong(in.i32()));
      case 'C' -> value = bytes(in.u8());
      case 0x8e, 0x96 -> value = bytes(in.i64());
      default -> {
        return false;
      }
    }
    budget.charge(CONTAINER);
    stack.push(value);
    return true;
  }

  private boolean container(int opcode) throws IOException, CheckpointException {
    switch (opcode) {
      case '(' -> stack.mark();
      case ']' -> create(new PyList(false));
      case '}' -> create(new PyDict());
      case ')' -> create(new PyTuple());
      case 0x8f -> create(new PyList(true));
      case 'l' -> create(list(false, stack.popToMark()));
      case 0x91 -> create(list(true, stack.popToMark()));
      case 'd' -> {
        Object[] items = stack.popToMark();
        PyDict dict = new PyDict();
        setItems(dict, items);
        create(dict);
      }
      case 't' -> create(new PyTuple(stack.popToMark()));
      case 0x85 -> create(new PyTuple(stack.pop()));
      case 0x86 -> {
        Object second = stack.pop();
        create(new PyTuple(stack.pop(), second));
      }
      case 0x87 -> {
        Object third = stack.pop();
        Object second = stack.pop();
        create(new PyTuple(stack.pop(), second, third));
      }
      case 'a' -> add(new Object[] {stack.pop()}, false, "APPEND");
      case 'e' -> add(stack.popToMark(), false, "APPENDS");
      case 0x90 -> add(stack.popToMark(), true, "ADDITEMS");
      case 's' -> {
        Object value = stack.pop();
        Object key = stack.pop();
        setItems(stack.peek(), key, value);
      }
      case 'u' -> setItems(stack.peekBelowMark(), stack.popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memo(int opcode) throws IOException, CheckpointException {
    switch (opcode) {
      case '0' -> stack.discard();
      case '1' -> stack.popToMark();
      case '2' -> stack.push(stack.peek());
      case 'q' -> put(in.u8());
      case 'r' -> put(Integer.toUnsignedLong(in.i32()));
      case 'p' -> put(memoLine());
      case 0x94 -> put(memo.size());
      case 'h' -> get(in.u8());
      case 'j' -> get(Integer.toUnsignedLong(in.i32()));
      case 'g' -> get(memoLine());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void object(int opcode) throws IOException, CheckpointException {
    switch (opcode) {
      case 0x80 -> protocol(in.u8());
      case 0x95 -> in.i64();
      case 'c' -> create(interpreter.global(in, line(), line()));
      case 0x93 -> {
        Object name = stack.pop();
        Object module = stack.pop();
        if (!(name instanceof String n) || !(module instanceof String m)) {
          throw in.malformed("STACK_GLOBAL of something that is no text");
        }
        create(interpreter.global(in, m, n));
      }
      case 'R', 0x81 -> {
        Object arguments = stack.pop();
        create(interpreter.call(in, stack.pop(), arguments));
      }
      case 0x92 -> {
        Object keywords = stack.pop();
        Object arguments = stack.pop();
        create(interpreter.call(in, stack.pop(), arguments, keywords));
      }
      case 'b' -> {
        Object state = stack.pop();
        interpreter.build(in, stack.peek(), state);
      }
      case 'i' -> {
        Object type = interpreter.global(in, line(), line());
        create(interpreter.call(in, type, new PyTuple(stack.popToMark())));
      }
      case 'o' -> {
        Object[] items = stack.popToMark();
        if (items.length == 0) {
          throw in.malformed("OBJ without a class");
        }
        Object[] arguments = Arrays.copyOfRange(items, 1, items.length);
        create(interpreter.call(in, items[0], new PyTuple(arguments)));
      }
      case 'Q' -> create(interpreter.persistent(in, stack.pop()));
      case 'P' -> throw in.malformed("opcode PERSID (persistent id as text) is unsupported");
      case 0x82, 0x83, 0x84 -> throw in.malformed("opcode EXT (extension code) is unsupported");
      case 0x97, 0x98 -> throw in.malformed("opcode for an out-of-band buffer is unsupported");
      default -> throw in.malformed(String.format("unknown opcode 0x%02x", opcode));
    }
  }

  private void create(Object value) throws CheckpointException {
    budget.charge(CONTAINER);
    stack.push(value);
  }

  private PyList list(boolean set, Object... items) throws CheckpointException {
    PyList list = new PyList(set);
    append(list, items);
    return list;
  }

  private void append(PyList list, Object... items) throws CheckpointException {
    budget.charge(8L * items.length);
    for (Object item : items) {
      list.items.add(item);
    }
  }

  private void add(Object[] items, boolean set, String opcode) throws CheckpointException {
    Object target = stack.peek();
    if (target instanceof PyList list && list.set == set) {
      append(list, items);
    } else if (!(target instanceof PickleValue.Opaque)) {
      throw in.malformed(opcode + " (append) to " + PickleValue.describe(target));
    }
  }

  private void setItems(Object target, Object... items) throws CheckpointException {
    if (items.length % 2 != 0) {
      throw in.malformed("SETITEMS with an odd number of items");
    }
    if (target instanceof PyDict dict) {
      budget.charge((long) DICT_ENTRY * items.length / 2);
      for (int i = 0; i < items.length; i += 2) {
        dict.put(items[i], items[i + 1]);
      }
    } else if (!(target instanceof PickleValue.Opaque)) {
      throw in.malformed("SETITEM(S) on " + PickleValue.describe(target));
    }
  }

  private void put(long index) throws CheckpointException {
    budget.charge(MEMO_ENTRY);
    memo.put(index, stack.peek());
  }

  private void get(long index) throws CheckpointException {
    Object value = memo.get(index);
    if (value == null) {
      throw in.malformed("memo entry " + index + " is undefined");
    }
    stack.push(value);
  }

  private long memoLine() throws IOException, CheckpointException {
    if (literal(PickleText.integer(latin1(in.line())), "memo index") instanceof Long index
        && index >= 0) {
      return index;
    }
    throw in.malformed("invalid memo index");
  }

  private void protocol(int version) throws CheckpointException {
    if (version > HIGHEST_PROTOCOL) {
      throw in.malformed("pickle protocol " + version + ", at most 5 is known");
    }
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

  private String unicode(long length) throws IOException, CheckpointException {
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

  private String line() throws IOException, CheckpointException {
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
