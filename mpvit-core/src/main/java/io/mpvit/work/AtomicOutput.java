/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.work;

import io.mpvit.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** Text files that appear whole or not at all, with errors that name them. */
public final class AtomicOutput {

  private AtomicOutput() {}

  /**
   * Writes a file under a temporary name beside its own and moves it there when it is complete and
   * on the disk.
   *
   * @param file the file, which may exist; a link keeps pointing to where it does
   * @param text writes the contents
   * @throws IOException naming the file, if it cannot be written; the file is then as before
   */
  public static void write(Path file, AtomicFile.Text text) throws IOException {
    try {
      AtomicFile.writeText(file, text);
    } catch (IOException e) {
      throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
