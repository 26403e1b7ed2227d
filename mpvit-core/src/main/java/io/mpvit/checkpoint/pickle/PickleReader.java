/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.HeapBudget;
import io.mpvit.checkpoint.pickle.PickleValue.PyDict;
import io.mpvit.checkpoint.pickle.PickleValue.PyList;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import java.io.IOException;
import java.nio.charset.Charset;
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
  // Rough sizes on a 64-bit heap with the slot that refers to it.
  private static final int CONTAINER = 64;
  private static final int DICT_ENTRY = 64;
  private static final int MEMO_ENTRY = 80;

  private final PickleInput in;
  private final PickleInterpreter interpreter;
  private final PickleLiterals literals;
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
    this.literals = new PickleLiterals(in, python2, budget);
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
      Object constant = literals.read(opcode);
      if (constant != null) {
        stack.push(constant);
      } else if (!container(opcode) && !memo(opcode)) {
        object(opcode);
      }
    }
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
      case 'p' -> put(literals.memoLine());
      case 0x94 -> put(memo.size());
      case 'h' -> get(in.u8());
      case 'j' -> get(Integer.toUnsignedLong(in.i32()));
      case 'g' -> get(literals.memoLine());
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
      case 'c' -> create(interpreter.global(in, literals.line(), literals.line()));
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
        Object type = interpreter.global(in, literals.line(), literals.line());
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

  private void protocol(int version) throws CheckpointException {
    if (version > HIGHEST_PROTOCOL) {
      throw in.malformed("pickle protocol " + version + ", at most 5 is known");
    }
  }
}
