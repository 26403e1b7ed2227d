/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.pickle.PickleValue.Opaque;
import io.mpvit.checkpoint.pickle.PickleValue.PyDict;
import io.mpvit.checkpoint.pickle.PickleValue.PyList;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import io.mpvit.checkpoint.tensor.StorageView;
import io.mpvit.checkpoint.tensor.TensorLayout;
import io.mpvit.checkpoint.tensor.TensorType;
import java.util.List;

/** PyTorch's functions that rebuild a tensor from a storage. */
final class TensorCalls {
  private final CheckpointFile file;

  TensorCalls(CheckpointFile file) {
    this.file = file;
  }

  /**
   * Interprets (storage, offset, size, stride[, requires_grad, hooks[, metadata]]).
   *
   * @param least number of arguments that must be there
   * @return the tensor, or opaque when its storage is unsupported
   */
  Object rebuild(Symbol symbol, int least, Object... arguments) throws CheckpointException {
    requireArguments(symbol, least, arguments);
    refuseLazyFlags(arguments, 6);
    if (arguments[0] instanceof Opaque storage) {
      return storage;
    }
    StorageView view = storage(arguments[0]);
    if (view.storage().type() == null) {
      throw file.damaged("tensor over an untyped storage without a dtype");
    }
    return tensor(view, view.storage().type(), arguments);
  }

  /** Interprets (storage, offset, size, stride, requires_grad, hooks, dtype[, metadata]). */
  Object rebuildTyped(Symbol symbol, Object... arguments) throws CheckpointException {
    requireArguments(symbol, 7, arguments);
    refuseLazyFlags(arguments, 7);
    if (arguments[0] instanceof Opaque storage) {
      return storage;
    }
    StorageView view = storage(arguments[0]);
    if (!(arguments[6] instanceof Symbol dtype)) {
      throw file.damaged("tensor whose dtype is " + PickleValue.describe(arguments[6]));
    }
    TensorType type = Globals.dtype(dtype);
    if (type == null) {
      return new Opaque(dtype);
    }
    if (view.storage().type() != null && view.storage().type() != type) {
      throw file.damaged("tensor of dtype " + dtype + " over a storage of another type");
    }
    return tensor(view, type, arguments);
  }

  private RebuiltTensor tensor(StorageView view, TensorType type, Object... arguments)
      throws CheckpointException {
    long offset = integer(arguments[1], "storage offset");
    long[] size = integers(arguments[2], "size");
    long[] stride = integers(arguments[3], "stride");
    TensorLayout layout = TensorLayout.check(file, offset, size, stride, view, type.byteSize());
    return new RebuiltTensor(view.storage(), type, layout.shifted(view.offset()));
  }

  private StorageView storage(Object value) throws CheckpointException {
    if (value instanceof StorageView view) {
      return view;
    }
    throw file.damaged("tensor whose storage is " + PickleValue.describe(value));
  }

  private void requireArguments(Symbol symbol, int least, Object... arguments)
      throws CheckpointException {
    if (arguments.length < least) {
      throw file.damaged(
          "tensor made by " + symbol + " from " + arguments.length + " arguments, needs " + least);
    }
  }

  /** Negated and conjugated tensors keep other values in their storage than they show. */
  private void refuseLazyFlags(Object[] arguments, int metadata) throws CheckpointException {
    if (arguments.length > metadata && arguments[metadata] instanceof PyDict dict) {
      for (String flag : List.of("neg", "conj")) {
        Object value = dict.get(flag);
        if (value != null && !Boolean.FALSE.equals(value)) {
          throw file.damaged("tensor with the flag '" + flag + "' is unsupported");
        }
      }
    }
  }

  private long[] integers(Object value, String what) throws CheckpointException {
    Object[] items;
    if (value instanceof PyTuple tuple) {
      items = tuple.items;
    } else if (value instanceof PyList list && !list.set) {
      items = list.items.toArray();
    } else {
      throw file.damaged("tensor " + what + " is " + PickleValue.describe(value) + ", no tuple");
    }
    long[] result = new long[items.length];
    for (int i = 0; i < items.length; i++) {
      result[i] = integer(items[i], what);
    }
    return result;
  }

  private long integer(Object value, String what) throws CheckpointException {
    if (value instanceof Long number) {
      return number;
    }
    throw file.damaged(
        "tensor " + what + " holds " + PickleValue.describe(value) + ", no 64-bit integer");
  }
}
