/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

import io.mpvit.file.AtomicFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Writes checkpoints whole or not at all, with errors that name the file and the reason. */
public final class CheckpointOutput {

  private CheckpointOutput() {}

  /**
   * Writes a file.
   *
   * @param target its name
   * @param body writes the content
   * @throws IOException if the target cannot be written; nothing is left behind then
   * @throws CheckpointException if the body fails so
   */
  public static void write(Path target, AtomicFile.Body<CheckpointException> body)
      throws IOException, CheckpointException {
    Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Path folder = real.getParent();
    if (folder == null || Files.exists(real) && !Files.isRegularFile(real)) {
      throw new FileSystemException(target.toString(), null, "cannot write: not a regular file");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          target.toString(), null, "cannot write: there is no folder " + folder);
    }
    try {
      AtomicFile.write(target, body);
    } catch (IOException e) {
      String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
      FileSystemException named =
          new FileSystemException(
              target.toString(),
              null,
              "cannot write: " + (reason == null ? e.getClass().getSimpleName() : reason));
      named.initCause(e);
      throw named;
    }
  }
}
