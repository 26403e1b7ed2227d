/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

/**
 * The number format in which matrix products and dense convolutions are computed at inference.
 * Weights stay float32 and so does everything that enters or leaves a block: DJL cannot represent
 * bfloat16.
 */
public enum Precision {
  /** 32-bit floats: the numbers of the published models. */
  FLOAT32(6),
  /**
   * 16-bit floats with float32's range; about three significant digits. Faster on processors and
   * GPUs that support it.
   */
  BFLOAT16(15),
  /** IEEE 16-bit floats: for GPUs; values beyond 65504 overflow. */
  FLOAT16(5);

  /** The number format's code in TorchScript. */
  private final int code;

  Precision(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
