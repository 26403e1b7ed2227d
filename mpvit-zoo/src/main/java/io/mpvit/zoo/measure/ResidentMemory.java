/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The process's resident memory, where the system tells it (Linux). */
public final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";
  private static final long KIBIBYTE = 1024;

  private ResidentMemory() {}

  /**
   * The resident memory now.
   *
   * @return bytes, or empty where the system does not tell
   */
  public static OptionalLong now() {
    return read("VmRSS:");
  }

  /**
   * The most resident memory since the last {@link #resetPeak}.
   *
   * @return bytes, or empty where the system does not tell
   */
  public static OptionalLong peak() {
    return read("VmHWM:");
  }

  /**
   * Lets the peak begin anew at what is resident now.
   *
   * @return whether the system can do so
   */
  public static boolean resetPeak() {
    try {
      Files.writeString(CLEAR, RESET_PEAK);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static OptionalLong read(String field) {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
