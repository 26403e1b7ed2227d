/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Element types that checkpoint files hold, with the names that each file format uses. Complex and
 * quantised elements are not among them: no network here has such weights.
 */
public enum TensorType {
  /** IEEE 754 single precision. */
  FLOAT32(4, "FloatStorage", "F32", "f4", DataType.FLOAT32),
  /** IEEE 754 double precision. */
  FLOAT64(8, "DoubleStorage", "F64", "f8", DataType.FLOAT64),
  /** IEEE 754 half precision. */
  FLOAT16(2, "HalfStorage", "F16", "f2", DataType.FLOAT16),
  /** The upper half of a float32. */
  BFLOAT16(2, "BFloat16Storage", "BF16", null, DataType.BFLOAT16),
  /** Signed 64-bit integer. */
  INT64(8, "LongStorage", "I64", "i8", DataType.INT64),
  /** Signed 32-bit integer. */
  INT32(4, "IntStorage", "I32", "i4", DataType.INT32),
  /** Signed 16-bit integer. */
  INT16(2, "ShortStorage", "I16", "i2", DataType.INT16),
  /** Signed 8-bit integer. */
  INT8(1, "CharStorage", "I8", "i1", DataType.INT8),
  /** Unsigned 8-bit integer. */
  UINT8(1, "ByteStorage", "U8", "u1", DataType.UINT8),
  /** One byte, 0 or 1. */
  BOOL(1, "BoolStorage", "BOOL", "b1", DataType.BOOLEAN),
  /** Unsigned 16-bit integer; PyTorch 2.x keeps it in an untyped storage. */
  UINT16(2, null, "U16", "u2", DataType.UINT16),
  /** Unsigned 32-bit integer; PyTorch 2.x keeps it in an untyped storage. */
  UINT32(4, null, "U32", "u4", DataType.UINT32),
  /** Unsigned 64-bit integer; PyTorch 2.x keeps it in an untyped storage. */
  UINT64(8, null, "U64", "u8", DataType.UINT64),
  /** Eight-bit float with five exponent bits; PyTorch 2.x keeps it in an untyped storage. */
  FLOAT8_E5M2(1, null, "F8_E5M2", null, null),
  /** Eight-bit float with four exponent bits; PyTorch 2.x keeps it in an untyped storage. */
  FLOAT8_E4M3FN(1, null, "F8_E4M3", null, null);

  private static final Map<String, TensorType> BY_STORAGE = index(t -> t.storageClass);
  private static final Map<String, TensorType> BY_SAFETENSORS = index(t -> t.safetensorsName);
  private static final Map<String, TensorType> BY_NUMPY = index(t -> t.numpyCode);
  private static final Map<String, TensorType> BY_TORCH = index(TensorType::torchName);
  private static final Map<DataType, TensorType> BY_DATA_TYPE = index(t -> t.dataType);

  private final int byteSize;
  private final String storageClass;
  private final String safetensorsName;
  private final String numpyCode;
  private final DataType dataType;

  TensorType(
      int byteSize, String storageClass, String safetensors, String numpy, DataType dataType) {
    this.byteSize = byteSize;
    this.storageClass = storageClass;
    this.safetensorsName = safetensors;
    this.numpyCode = numpy;
    this.dataType = dataType;
  }

  /**
   * Returns the size of one element.
   *
   * @return 1, 2, 4 or 8 bytes
   */
  public int byteSize() {
    return byteSize;
  }

  /**
   * Returns the class of PyTorch's typed storage.
   *
   * @return such as {@code FloatStorage}; empty for types that live in an untyped storage
   */
  public Optional<String> storageClass() {
    return Optional.ofNullable(storageClass);
  }

  /**
   * Returns PyTorch's dtype name.
   *
   * @return such as {@code float32}
   */
  public String torchName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the dtype name of the safetensors format.
   *
   * @return such as {@code F32}
   */
  public String safetensorsName() {
    return safetensorsName;
  }

  /**
   * Returns NumPy's code without the byte order.
   *
   * @return such as {@code f4}; empty for types that NumPy lacks
   */
  public Optional<String> numpyCode() {
    return Optional.ofNullable(numpyCode);
  }

  /**
   * Returns DJL's name of the same type; that DJL names a type does not mean that its engine can
   * hold it.
   *
   * @return the data type, or empty
   */
  public Optional<DataType> dataType() {
    return Optional.ofNullable(dataType);
  }

  /**
   * Finds the type of a PyTorch storage class.
   *
   * @param name such as {@code FloatStorage}
   * @return the type, or empty
   */
  public static Optional<TensorType> ofStorageClass(String name) {
    return Optional.ofNullable(BY_STORAGE.get(name));
  }

  /**
   * Finds the type of a safetensors dtype.
   *
   * @param name such as {@code BF16}
   * @return the type, or empty
   */
  public static Optional<TensorType> ofSafetensors(String name) {
    return Optional.ofNullable(BY_SAFETENSORS.get(name));
  }

  /**
   * Finds the type of a NumPy code without byte order.
   *
   * @param code such as {@code f4}
   * @return the type, or empty
   */
  public static Optional<TensorType> ofNumpy(String code) {
    return Optional.ofNullable(BY_NUMPY.get(code));
  }

  /**
   * Finds the type of a PyTorch dtype.
   *
   * @param name such as {@code float32}
   * @return the type, or empty
   */
  public static Optional<TensorType> ofTorch(String name) {
    return Optional.ofNullable(BY_TORCH.get(name));
  }

  /**
   * Finds the type of a DJL data type.
   *
   * @param dataType DJL's type
   * @return the type, or empty
   */
  public static Optional<TensorType> of(DataType dataType) {
    return Optional.ofNullable(BY_DATA_TYPE.get(dataType));
  }

  private static <K> Map<K, TensorType> index(Function<TensorType, K> name) {
    return Arrays.stream(values())
        .filter(t -> name.apply(t) != null)
        .collect(Collectors.toUnmodifiableMap(name, Function.identity()));
  }
}
