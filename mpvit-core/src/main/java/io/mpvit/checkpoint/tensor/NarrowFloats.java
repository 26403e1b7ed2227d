/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

/** The 16-bit floating-point types. Rounding is to the nearest, ties to even, as in IEEE 754. */
public final class NarrowFloats {

  /** Distance of neighbouring halves below 2^-14. */
  private static final double HALF_STEP = 0x1p-24;

  private static final int HALF_FRACTION_BITS = 10;
  private static final int HALF_LARGEST_EXPONENT = 15;
  private static final int HALF_SMALLEST_EXPONENT = -14;
  private static final short HALF_INFINITY = 0x7c00;
  private static final short HALF_NAN = 0x7e00;
  private static final short BFLOAT_NAN = 0x7fc0;

  private NarrowFloats() {}

  /**
   * Rounds to a half.
   *
   * @param value any value
   * @return bits of the nearest half; infinity beyond the range
   */
  public static short toHalf(double value) {
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

  /**
   * Rounds to a bfloat16.
   *
   * @param value any value
   * @return bits of the nearest bfloat16; infinity beyond the range
   */
  public static short toBfloat16(double value) {
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

  /**
   * Widens a half.
   *
   * @param half bits of an IEEE 754 half
   * @return bits of the float32 of the same value
   */
  public static int fromHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return sign | 0x7f800000 | fraction << 13;
    }
    if (exponent == 0) {
      // Subnormal: fraction * 2^-24 is exact in float32.
      return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
    }
    return sign | exponent + 112 << 23 | fraction << 13;
  }
}
