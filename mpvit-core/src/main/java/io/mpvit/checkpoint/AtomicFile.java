/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file under a temporary name beside its target and moves it there when it is complete.
 */
final class AtomicFile {

  /** Fills the file. */
  @FunctionalInterface
  interface Body {
    /** Writes everything. */
    void write(FileChannel channel) throws IOException, CheckpointException;
  }

  private AtomicFile() {}

  static void write(Path target, Body body) throws IOException, CheckpointException {
    // A link keeps pointing to where it does.
    Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Path folder = real.getParent();
    if (folder == null || Files.exists(real) && !Files.isRegularFile(real)) {
      throw new FileSystemException(target.toString(), null, "cannot write: not a regular file");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          target.toString(), null, "cannot write: there is no folder " + folder);
    }
    Path part = folder.resolve("." + real.getFileName() + "." + UUID.randomUUID() + ".part");
    boolean done = false;
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.READ)) {
        body.write(channel);
        // A full disk may show only now.
        channel.force(true);
      }
      move(part, real);
      done = true;
    } catch (IOException e) {
      String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
      FileSystemException named =
          new FileSystemException(
              target.toString(),
              null,
              "cannot write: " + (reason == null ? e.getClass().getSimpleName() : reason));
      named.initCause(e);
      throw named;
    } finally {
      if (!done) {
        Files.deleteIfExists(part);
      }
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
