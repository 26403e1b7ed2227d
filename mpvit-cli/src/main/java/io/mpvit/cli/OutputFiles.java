/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

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
    Path part = folder(file).resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.writeString(part, text, StandardOpenOption.CREATE_NEW);
      // A link keeps pointing to where it does.
      move(part, Files.exists(file) ? file.toRealPath() : file);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + Failures.reason(e), e);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }
}
