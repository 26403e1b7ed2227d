/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.Device;
import java.util.Arrays;

/**
 * The number format in which matrix products and dense convolutions are computed, and in training
 * their gradients. Weights stay float32 and so does everything that enters or leaves a block: DJL
 * cannot represent bfloat16. Normalisations, softmax and losses are float32 always.
 */
public enum Precision {
  /** 32-bit floats: the numbers of the published models. */
  FLOAT32("fp32", 6),
  /**
   * 16-bit floats with float32's range; about three significant digits. Faster on processors and
   * GPUs that support it.
   */
  BFLOAT16("bf16", 15),
  /** IEEE 16-bit floats: for GPUs; values beyond 65504 overflow. */
  FLOAT16("fp16", 5);

  private final String label;

  /** The number format's code in TorchScript. */
  private final int code;

  Precision(String label, int code) {
    this.label = label;
    this.code = code;
  }

  /**
   * The customary short name.
   *
   * @return {@code fp32}, {@code bf16} or {@code fp16}
   */
  public String label() {
    return label;
  }

  /**
   * Finds a number format by its short name.
   *
   * @param label {@code fp32}, {@code bf16} or {@code fp16}
   * @return the number format
   * @throws IllegalArgumentException if it is none of these
   */
  public static Precision ofLabel(String label) {
    return Arrays.stream(values())
        .filter(precision -> precision.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "precision is fp32, bf16 or fp16, found \"" + label + "\""));
  }

  /**
   * Checks that a device can compute in this format.
   *
   * @param device where to run
   * @throws IllegalArgumentException if it cannot
   */
  public void requireOn(Device device) {
    if (this == FLOAT16 && !device.isGpu()) {
      throw new IllegalArgumentException("precision fp16 needs a GPU; on the CPU use fp32 or bf16");
    }
  }

  int code() {
    return code;
  }
}
