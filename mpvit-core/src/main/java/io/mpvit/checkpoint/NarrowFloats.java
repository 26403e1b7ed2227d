/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

/**
 * Rounding to the 16-bit floating-point types: to the nearest, ties to even, as IEEE 754 has it.
 */
final class NarrowFloats {

  /** Distance of neighbouring halves below 2^-14. */
  private static final double HALF_STEP = 0x1p-24;

  private static final int HALF_FRACTION_BITS = 10;
  private static final int HALF_LARGEST_EXPONENT = 15;
  private static final int HALF_SMALLEST_EXPONENT = -14;
  private static final short HALF_INFINITY = 0x7c00;
  private static final short HALF_NAN = 0x7e00;
  private static final short BFLOAT_NAN = 0x7fc0;

  private NarrowFloats() {}

  /** Bits of the nearest half; infinity beyond the range. */
  static short toHalf(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return (short) (sign | HALF_NAN);
    }
    // The scaled value is exact in double, so rint rounds only once.
    int exponent = Math.max(Math.getExponent(size), HALF_SMALLEST_EXPONENT);
    if (exponent > HALF_LARGEST_EXPONENT) {
      return (short) (sign | HALF_INFINITY);
    }
    int steps = (int) Math.rint(Math.scalb(size, HALF_FRACTION_BITS - exponent));
    // The leading bit of a normal number adds one to the exponent field, and so does a carry.
    return (short) (sign | (exponent - HALF_SMALLEST_EXPONENT << HALF_FRACTION_BITS) + steps);
  }

  /** Bits of the nearest bfloat16; infinity beyond the range. */
  static short toBfloat16(double value) {
    if (Double.isNaN(value)) {
      return BFLOAT_NAN;
    }
    // Rounded towards zero first, with a last bit that remembers what was lost.
    float single = (float) value;
    int bits = Float.floatToRawIntBits(single);
    if (Math.abs((double) single) > Math.abs(value)) {
      bits--;
    }
    if (Float.intBitsToFloat(bits) != value) {
      bits |= 1;
    }
    int odd = bits >>> Short.SIZE & 1;
    return (short) (bits + 0x7fff + odd >>> Short.SIZE);
  }
}
