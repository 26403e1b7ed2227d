/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The instruction set that the engine was asked to keep to. Three libraries choose their kernels by
 * themselves, each with an environment variable of its own.
 */
final class InstructionSet {

  private InstructionSet() {}

  /**
   * {@code own} if the engine may use all that the machine has, or the limits that it was given.
   */
  static String name() {
    String limits =
        Stream.of("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_CBWR")
            .map(System::getenv)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("-"));
    return limits.isEmpty() ? "own" : limits.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
