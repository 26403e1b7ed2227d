/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of this process's memory (Linux). */
final class ProcessMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /** Resident memory in MB. */
  static long residentMb() throws IOException {
    return megabytes("VmRSS:");
  }

  /** The most that was ever resident, in MB. */
  static long peakMb() throws IOException {
    return megabytes("VmHWM:");
  }

  private static long megabytes(String field) throws IOException {
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.substring(field.length()).replace("kB", "").strip()) / 1024;
      }
    }
    throw new IOException(STATUS + " has no " + field);
  }
}
