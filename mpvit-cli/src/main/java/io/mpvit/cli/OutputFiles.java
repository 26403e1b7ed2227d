/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that appear whole or not at all, and checks that come before the work. */
final class OutputFiles {

  private OutputFiles() {}

  /** Fails if a file could not be written. */
  static void check(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("cannot write " + file + ": it is a folder");
    }
    Path folder = folder(file);
    if (!Files.isDirectory(folder)) {
      throw new IOException("cannot write " + file + ": there is no folder " + folder);
    }
    if (!Files.isWritable(folder)) {
      throw new IOException("cannot write " + file + ": no permission to write to " + folder);
    }
  }

  /** Makes a folder unless it is there, and fails if it cannot be written to. */
  static void makeFolder(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException("cannot write to " + folder + ": it is a file, expected a folder");
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException("cannot make the folder " + folder + ": " + Failures.reason(e), e);
    }
    if (!Files.isWritable(folder)) {
      throw new IOException("cannot write to " + folder + ": no permission");
    }
  }

  /** Replaces a file in one move. */
  static void write(Path file, String text) throws IOException {
    check(file);
    try {
      AtomicFile.writeText(file, out -> out.write(text));
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + Failures.reason(e), e);
    }
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }
}
