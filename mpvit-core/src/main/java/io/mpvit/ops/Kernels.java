/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.Device;
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
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls the TorchScript methods of {@code kernels.py} and {@code training.py}.
 *
 * <p>The methods are compiled once per process, at the first call. They hold no state: any number
 * of threads may call them at once. Operations that only processors have fused are in {@code
 * fused.py}, the same ones for everything else in {@code plain.py}: see {@link Fusion}.
 */
final class Kernels {

  private static final List<String> COMMON = List.of("kernels.py", "training.py");
  private static final String PLAIN = "plain.py";
  private static final String FUSED = "fused.py";
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

  private static volatile PtSymbolBlock plain;
  private static volatile PtSymbolBlock fused;

  private Kernels() {}

  /**
   * Calls a method without recording gradients.
   *
   * @param method the method's name
   * @param arguments {@link NDArray}, an array of them, {@link Long}, {@link Integer}, {@link
   *     Double} or {@link Boolean}; the first is an array, and the result belongs to its manager
   * @return the resulting array; it may not be changed in place
   */
  static NDArray call(String method, Object... arguments) {
    PtNDManager manager = (PtNDManager) ((NDArray) arguments[0]).getManager();
    return invoke(method, arguments, result -> result.toTensor(manager));
  }

  /**
   * Calls a method that changes its arguments in place. It may change any array but the results of
   * {@link #call}; gradients do not see the change.
   *
   * @param method the method's name; it returns an integer
   * @param arguments as for {@link #call}, the first being anything
   */
  static void run(String method, Object... arguments) {
    invoke(method, arguments, IValue::toLong);
  }

  private static <R> R invoke(String method, Object[] arguments, Function<IValue, R> read) {
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = toIValue(arguments[i]);
      }
      PLAIN_EXECUTOR.get();
      try (IValue result = IValueUtils.runMethod(module(arguments), method, values)) {
        return read.apply(result);
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
   * @param method the method's name
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
      return IValueUtils.forward(module(arguments), inputs, true).singletonOrThrow();
    }
  }

  /**
   * Calls a method through which gradients flow and that takes integers in an array as its last
   * argument. They stay on the host, so that a GPU need not be waited for.
   *
   * @param method the method's name
   * @param numbers the integers
   * @param arguments the arrays; the result belongs to the first one's manager
   * @return the resulting array
   */
  static NDArray differentiate(String method, long[] numbers, NDArray... arguments) {
    NDArray[] all = Arrays.copyOf(arguments, arguments.length + 1);
    try (NDManager host = arguments[0].getManager().newSubManager(Device.cpu())) {
      all[arguments.length] = host.create(numbers);
      return differentiate(method, all);
    }
  }

  /**
   * Calls a method through which gradients flow and that takes numbers in a float64 array as its
   * last argument.
   *
   * @param method the method's name
   * @param numbers the numbers
   * @param arguments the arrays; the result belongs to the first one's manager
   * @return the resulting array
   */
  static NDArray differentiate(String method, double[] numbers, NDArray... arguments) {
    NDArray[] all = Arrays.copyOf(arguments, arguments.length + 1);
    try (NDManager host = arguments[0].getManager().newSubManager(Device.cpu())) {
      all[arguments.length] = host.create(numbers);
      return differentiate(method, all);
    }
  }

  private static IValue toIValue(Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    } else if (argument instanceof NDArray[] arrays) {
      return IValue.listFrom(
          Arrays.stream(arrays).map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
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

  /** The methods for the device of a call's arguments. */
  private static PtSymbolBlock module(Object[] arguments) {
    if (Fusion.enabled() && onProcessor(arguments[0])) {
      PtSymbolBlock loaded = fused();
      if (loaded != null) {
        return loaded;
      }
    }
    return plain();
  }

  private static boolean onProcessor(Object argument) {
    if (argument instanceof NDArray[] arrays) {
      return arrays.length > 0 && onProcessor(arrays[0]);
    }
    return argument instanceof NDArray array && !array.getDevice().isGpu();
  }

  private static PtSymbolBlock plain() {
    PtSymbolBlock loaded = plain;
    if (loaded == null) {
      synchronized (Kernels.class) {
        loaded = plain;
        if (loaded == null) {
          loaded = load(PLAIN);
          plain = loaded;
        }
      }
    }
    return loaded;
  }

  /** The methods with fused operations, or null if the engine's build has no such operations. */
  private static PtSymbolBlock fused() {
    PtSymbolBlock loaded = fused;
    if (loaded == null) {
      synchronized (Kernels.class) {
        loaded = fused;
        if (loaded == null && Fusion.enabled()) {
          try {
            loaded = load(FUSED);
            fused = loaded;
          } catch (EngineException e) {
            Fusion.unavailable(e);
          }
        }
      }
    }
    return loaded;
  }

  private static PtSymbolBlock load(String operations) {
    NDManager manager = NDManager.newBaseManager("PyTorch");
    String methods =
        Stream.concat(COMMON.stream(), Stream.of(operations))
            .map(Kernels::text)
            .collect(Collectors.joining("\n"));
    try (InputStream archive = ScriptArchive.of(methods)) {
      return JniUtils.loadModule((PtNDManager) manager, archive, false, false);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private static String text(String resource) {
    try (InputStream text = Kernels.class.getResourceAsStream(resource)) {
      if (text == null) {
        throw new EngineException(
            "the resource io/mpvit/ops/" + resource + " is missing from the class path");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
  }
}
