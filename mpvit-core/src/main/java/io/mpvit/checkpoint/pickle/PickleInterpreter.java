/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.pickle;

import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import io.mpvit.checkpoint.pickle.PickleValue.EncodedText;
import io.mpvit.checkpoint.pickle.PickleValue.LongText;
import io.mpvit.checkpoint.pickle.PickleValue.Opaque;
import io.mpvit.checkpoint.pickle.PickleValue.PyBytes;
import io.mpvit.checkpoint.pickle.PickleValue.PyDict;
import io.mpvit.checkpoint.pickle.PickleValue.PyList;
import io.mpvit.checkpoint.pickle.PickleValue.PyTuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Gives a meaning to the few calls that a checkpoint needs. Every other call yields an opaque
 * object that remembers the name of what was called; nothing is ever looked up by that name.
 */
final class PickleInterpreter {
  private final PersistentIds ids;
  private final boolean strict;
  private final TensorCalls tensors;
  private final HeapBudget budget;

  PickleInterpreter(CheckpointFile file, PersistentIds ids, boolean strict, HeapBudget budget) {
    this.ids = ids;
    this.strict = strict;
    this.budget = budget;
    this.tensors = new TensorCalls(file);
  }

  /** A global becomes a pair of names. */
  Symbol global(PickleInput in, String module, String name) throws CheckpointException {
    Symbol symbol = new Symbol(module, name);
    if (strict && !Globals.known(symbol)) {
      throw in.malformed("unknown global " + symbol + " refused (strict reading)");
    }
    return symbol;
  }

  Object persistent(PickleInput in, Object id) throws CheckpointException {
    return ids.load(id);
  }

  /** A call with keyword arguments; only opaque calls have any. */
  Object call(PickleInput in, Object callable, Object arguments, Object keywords)
      throws CheckpointException {
    if (keywords instanceof PyDict dict && dict.items().isEmpty()) {
      return call(in, callable, arguments);
    }
    return new Opaque(symbol(in, callable));
  }

  Object call(PickleInput in, Object callable, Object arguments) throws CheckpointException {
    Object target = callable;
    Object given = arguments;
    while (true) {
      Symbol symbol = symbol(in, target);
      if (target instanceof Opaque) {
        return target;
      }
      if (!(given instanceof PyTuple tuple)) {
        throw in.malformed("a call of " + symbol + " with arguments that are no tuple");
      }
      if (!fromType(symbol) || tuple.items.length < 3) {
        return call(in, symbol, tuple.items);
      }
      // (function, type, arguments, state) is a call of that function, in a loop: it may nest.
      target = tuple.items[0];
      given = tuple.items[2];
    }
  }

  private static boolean fromType(Symbol symbol) {
    return symbol.module().equals("torch._tensor")
        && symbol.name().startsWith("_rebuild_from_type");
  }

  private static Symbol symbol(PickleInput in, Object callable) throws CheckpointException {
    if (callable instanceof Opaque opaque) {
      return opaque.symbol;
    }
    if (callable instanceof Symbol symbol) {
      return symbol;
    }
    throw in.malformed("a call (REDUCE) of " + PickleValue.describe(callable));
  }

  private Object call(PickleInput in, Symbol symbol, Object... arguments)
      throws CheckpointException {
    return switch (symbol.qualified()) {
      case "collections.OrderedDict" -> orderedDict(in, arguments);
      case "torch._utils._rebuild_tensor" -> tensors.rebuild(symbol, 4, arguments);
      case "torch._utils._rebuild_tensor_v2" -> tensors.rebuild(symbol, 6, arguments);
      case "torch._utils._rebuild_tensor_v3" -> tensors.rebuildTyped(symbol, arguments);
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          arguments.length > 0 && arguments[0] instanceof RebuiltTensor
              ? arguments[0]
              : new Opaque(symbol);
      case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" ->
          new NumpyArray();
      case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer" ->
          NumpyArray.fromBuffer(in, arguments);
      case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" ->
          arguments.length == 2 ? NumpyArray.scalar(in, arguments) : new Opaque(symbol);
      case "numpy.dtype" -> new NumpyDtype(arguments);
      case "_codecs.encode" -> encode(symbol, arguments);
      case "__builtin__.bytes", "builtins.bytes" ->
          arguments.length == 0
              ? new PyBytes(ByteRegion.of(ByteBuffer.allocate(0)), "")
              : new Opaque(symbol);
      default -> new Opaque(symbol);
    };
  }

  /**
   * BUILD completes arrays and dtypes; attributes of anything else that can have some are dropped.
   */
  void build(PickleInput in, Object target, Object state) throws CheckpointException {
    if (target instanceof NumpyArray array) {
      array.build(in, state);
    } else if (target instanceof NumpyDtype dtype) {
      dtype.build(state);
    } else if (!(target instanceof PyDict
        || target instanceof Opaque
        || target instanceof RebuiltTensor)) {
      throw in.malformed("BUILD on " + PickleValue.describe(target));
    }
  }

  private PyDict orderedDict(PickleInput in, Object... arguments) throws CheckpointException {
    PyDict dict = new PyDict();
    if (arguments.length == 0) {
      return dict;
    }
    if (arguments.length != 1 || !(arguments[0] instanceof PyList pairs)) {
      throw in.malformed("OrderedDict made from something other than one list of pairs");
    }
    budget.charge(64L * pairs.items.size());
    for (Object pair : pairs.items) {
      Object[] items =
          pair instanceof PyTuple tuple
              ? tuple.items
              : pair instanceof PyList list ? list.items.toArray() : new Object[0];
      if (items.length != 2) {
        throw in.malformed("OrderedDict made from an item that is no pair");
      }
      dict.put(items[0], items[1]);
    }
    return dict;
  }

  /** Protocol 2 spells bytes as text to be encoded in Latin-1. */
  private Object encode(Symbol symbol, Object... arguments) throws CheckpointException {
    boolean latin = arguments.length == 1 || arguments.length > 1 && "latin1".equals(arguments[1]);
    if (latin && arguments[0] instanceof LongText text) {
      return new EncodedText(text.utf8);
    }
    if (!latin || !(arguments[0] instanceof String text)) {
      return new Opaque(symbol);
    }
    budget.charge(2L * text.length());
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new PyBytes(ByteRegion.of(ByteBuffer.wrap(bytes)), text.length() < 4096 ? text : null);
  }
}
