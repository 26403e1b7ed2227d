/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.HeapBudget;
import java.util.Arrays;

/** The pickle machine's stack with its marks. Nothing below the last mark can be popped. */
final class PickleStack {
  private final PickleInput in;
  private final HeapBudget budget;
  private Object[] items = new Object[64];
  private int size;
  private int[] marks = new int[16];
  private int markCount;

  PickleStack(PickleInput in, HeapBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  void push(Object value) throws CheckpointException {
    if (size == items.length) {
      // Old and new array live side by side for a moment.
      budget.charge(24L * size);
      items = Arrays.copyOf(items, 2 * size);
    }
    items[size++] = value;
  }

  Object pop() throws CheckpointException {
    Object value = peek();
    items[--size] = null;
    return value;
  }

  Object peek() throws CheckpointException {
    if (size <= fence()) {
      throw in.malformed("stack underflow: an opcode finds no value above the last mark");
    }
    return items[size - 1];
  }

  void mark() throws CheckpointException {
    if (markCount == marks.length) {
      budget.charge(12L * markCount);
      marks = Arrays.copyOf(marks, 2 * markCount);
    }
    marks[markCount++] = size;
  }

  /** Takes everything above the last mark, and the mark. */
  Object[] popToMark() throws CheckpointException {
    if (markCount == 0) {
      throw in.malformed("an opcode needs a MARK, none is on the stack");
    }
    int from = marks[--markCount];
    budget.charge(8L * (size - from));
    Object[] taken = Arrays.copyOfRange(items, from, size);
    Arrays.fill(items, from, size, null);
    size = from;
    return taken;
  }

  /** Looks at the value right below the last mark. */
  Object peekBelowMark() throws CheckpointException {
    int below = markCount == 0 ? 0 : marks[markCount - 1];
    if (below <= (markCount < 2 ? 0 : marks[markCount - 2])) {
      throw in.malformed("an opcode needs a MARK above a value, none is on the stack");
    }
    return items[below - 1];
  }

  /** The POP opcode: takes the mark if nothing lies above it. */
  void discard() throws CheckpointException {
    if (markCount > 0 && marks[markCount - 1] == size) {
      markCount--;
    } else {
      pop();
    }
  }

  private int fence() {
    return markCount == 0 ? 0 : marks[markCount - 1];
  }
}
