/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

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
        Stream.of("aten ATEN_CPU_CAPABILITY", "onednn ONEDNN_MAX_CPU_ISA", "mkl MKL_CBWR")
            .map(library -> library.split(" "))
            .filter(library -> System.getenv(library[1]) != null)
            .map(library -> library[0] + '-' + System.getenv(library[1]))
            .collect(Collectors.joining("_"));
    return limits.isEmpty() ? "own" : limits.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
