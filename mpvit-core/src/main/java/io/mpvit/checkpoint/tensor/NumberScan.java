/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Counts what is no number among a tensor's elements, as they pass by. */
public final class NumberScan implements WritableByteChannel {

  private static final int HALF_EXPONENT = 0x7c00;
  private static final int HALF_MANTISSA = 0x3ff;
  private static final int BFLOAT_EXPONENT = 0x7f80;
  private static final int BFLOAT_MANTISSA = 0x7f;
  private static final int E5M2_EXPONENT = 0x7c;
  private static final int E5M2_MANTISSA = 0x3;
  private static final int E4M3_NAN = 0x7f;

  private final TensorType type;

  /** The bytes of an element that came in two pieces. */
  private final ByteBuffer split = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private long nan;
  private long infinite;

  private NumberScan(TensorType type) {
    this.type = type;
  }

  /**
   * Looks at a tensor.
   *
   * @param tensor of any element type; integers have nothing to look at and are not read
   * @return how many elements are NaN, and how many infinite
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if the file is damaged
   */
  public static NumberScan of(CheckpointTensor tensor) throws IOException, CheckpointException {
    NumberScan scan = new NumberScan(tensor.type());
    if (isFloat(tensor.type())) {
      tensor.writeTo(scan);
    }
    return scan;
  }

  private static boolean isFloat(TensorType type) {
    return switch (type) {
      case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, FLOAT8_E5M2, FLOAT8_E4M3FN -> true;
      default -> false;
    };
  }

  /** The number of elements that are NaN. */
  public long nan() {
    return nan;
  }

  /** The number of elements that are infinite, of either sign. */
  public long infinite() {
    return infinite;
  }

  @Override
  public int write(ByteBuffer source) {
    int size = source.remaining();
    int width = type.byteSize();
    ByteOrder order = source.order();
    source.order(ByteOrder.LITTLE_ENDIAN);
    while (split.position() > 0 && source.hasRemaining()) {
      split.put(source.get());
      if (split.position() == width) {
        look(split.flip());
        split.clear();
      }
    }
    while (source.remaining() >= width) {
      look(source);
    }
    split.put(source);
    source.order(order);
    return size;
  }

  /** Takes one element. */
  private void look(ByteBuffer data) {
    switch (type) {
      case FLOAT32 -> add(data.getFloat());
      case FLOAT64 -> add(data.getDouble());
      case FLOAT16 -> add(data.getShort(), HALF_EXPONENT, HALF_MANTISSA);
      case BFLOAT16 -> add(data.getShort(), BFLOAT_EXPONENT, BFLOAT_MANTISSA);
      case FLOAT8_E5M2 -> add(data.get(), E5M2_EXPONENT, E5M2_MANTISSA);
      default -> nan += (data.get() & E4M3_NAN) == E4M3_NAN ? 1 : 0; // it has no infinity
    }
  }

  private void add(double value) {
    if (!Double.isFinite(value)) {
      nan += Double.isNaN(value) ? 1 : 0;
      infinite += Double.isInfinite(value) ? 1 : 0;
    }
  }

  private void add(int bits, int exponent, int mantissa) {
    if ((bits & exponent) == exponent) {
      nan += (bits & mantissa) == 0 ? 0 : 1;
      infinite += (bits & mantissa) == 0 ? 1 : 0;
    }
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
