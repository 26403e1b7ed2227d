/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Standard output that remembers its first failure: a {@code PrintWriter} keeps it to itself. */
final class ResultStream extends FilterOutputStream {

  private IOException failure;

  ResultStream(OutputStream out) {
    super(new BufferedOutputStream(out));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw remember(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw remember(e);
    }
  }

  /** Why results were lost, if they were. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether the other end of a pipe was closed. */
  boolean readerIsGone() {
    return failure != null && String.valueOf(failure.getMessage()).contains("Broken pipe");
  }

  private IOException remember(IOException e) {
    if (failure == null) {
      String reason = e.getMessage();
      failure = new IOException("cannot write to standard output: " + reason, e);
    }
    return e;
  }
}
