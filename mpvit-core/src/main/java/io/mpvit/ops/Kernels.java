/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Calls the TorchScript methods of {@code kernels.py}.
 *
 * <p>The methods are compiled once per process, at the first call. They hold no state: any number
 * of threads may call them at once.
 */
final class Kernels {

  private static final String RESOURCE = "kernels.py";
  private static final String METHOD_MARKER = "module_method:";

  /** libtorch keeps this switch per thread, so each thread sets it at its first call. */
  private static final ThreadLocal<Boolean> PLAIN_EXECUTOR =
      ThreadLocal.withInitial(
          () -> {
            // The profiling executor recompiles at the first calls of every new shape: 20 times
            // slower there, no
            // faster afterwards.
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  private static volatile PtSymbolBlock module;

  private Kernels() {}

  /**
   * Calls a method without recording gradients.
   *
   * @param method the method's name in {@code kernels.py}
   * @param arguments {@link NDArray}, {@link Long}, {@link Integer}, {@link Double} or {@link
   *     Boolean}; the first is an array, and the result belongs to its manager
   * @return the resulting array; it may not be changed in place
   */
  static NDArray call(String method, Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = toIValue(arguments[i]);
      }
      PLAIN_EXECUTOR.get();
      PtNDManager manager = (PtNDManager) ((NDArray) arguments[0]).getManager();
      try (IValue result = IValueUtils.runMethod(module(), method, values)) {
        return result.toTensor(manager);
      }
    } finally {
      for (IValue value : values) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  /**
   * Calls a method through which gradients flow. Only arrays can be handed over; the method's other
   * arguments take their defaults.
   *
   * @param method the method's name in {@code kernels.py}
   * @param arguments the arrays; the result belongs to the first one's manager
   * @return the resulting array
   */
  static NDArray differentiate(String method, NDArray... arguments) {
    PLAIN_EXECUTOR.get();
    NDList inputs = new NDList(arguments);
    // The engine takes the method's name from an array's name.
    try (NDArray marker = arguments[0].getManager().create(new Shape(), DataType.FLOAT32)) {
      marker.setName(METHOD_MARKER + method);
      inputs.add(marker);
      return IValueUtils.forward(module(), inputs, true).singletonOrThrow();
    }
  }

  private static IValue toIValue(Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    } else if (argument instanceof Long || argument instanceof Integer) {
      return IValue.from(((Number) argument).longValue());
    } else if (argument instanceof Double number) {
      return IValue.from(number.doubleValue());
    } else if (argument instanceof Boolean flag) {
      return IValue.from(flag.booleanValue());
    }
    throw new IllegalArgumentException(
        "kernels take arrays of the PyTorch engine and numbers, found "
            + (argument == null ? "null" : argument.getClass().getName()));
  }

  private static PtSymbolBlock module() {
    PtSymbolBlock loaded = module;
    if (loaded == null) {
      synchronized (Kernels.class) {
        loaded = module;
        if (loaded == null) {
          loaded = load();
          module = loaded;
        }
      }
    }
    return loaded;
  }

  private static PtSymbolBlock load() {
    NDManager manager = NDManager.newBaseManager("PyTorch");
    try (InputStream text = Kernels.class.getResourceAsStream(RESOURCE)) {
      if (text == null) {
        throw new EngineException(
            "the resource io/mpvit/ops/" + RESOURCE + " is missing from the class path");
      }
      InputStream archive =
          ScriptArchive.of(new String(text.readAllBytes(), StandardCharsets.UTF_8));
      return JniUtils.loadModule((PtNDManager) manager, archive, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
    }
  }
}
