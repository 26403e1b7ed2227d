/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.pickle.PickleValue.None;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import io.mpvit.checkpoint.tensor.TensorType;

/** A NumPy dtype: a code, completed by BUILD with the byte order. */
final class NumpyDtype {
  private final String code;
  private boolean bigEndian;
  private boolean plain = true;

  /**
   * Takes the arguments of numpy.dtype.
   *
   * @param arguments (code, align, copy)
   */
  NumpyDtype(Object... arguments) {
    String text = arguments.length > 0 ? PickleValue.text(arguments[0]) : null;
    code = text == null ? "unknown" : text;
  }

  /** Takes (version, byte order, subarray, names, fields, ...); fields make a structured dtype. */
  void build(Object state) {
    if (!(state instanceof PyTuple tuple) || tuple.items.length < 2) {
      plain = false;
      return;
    }
    String order = PickleValue.text(tuple.items[1]);
    bigEndian = ">".equals(order);
    plain = order != null;
    for (int i = 2; i < Math.min(5, tuple.items.length); i++) {
      plain &= tuple.items[i] == None.NONE;
    }
  }

  /** The element type; null for objects, texts, records and whatever else cannot be a weight. */
  TensorType type() {
    return plain ? TensorType.ofNumpy(code).orElse(null) : null;
  }

  String code() {
    return code;
  }

  boolean bigEndian() {
    return bigEndian;
  }
}
