/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

import ai.djl.MalformedModelException;
import java.nio.file.Path;

/** A checkpoint file cannot be used; the message names the file and the reason. */
public class CheckpointException extends MalformedModelException {
  private static final long serialVersionUID = 1L;

  /** The file as text: a {@link Path} is not serializable. */
  private final String file;

  /** What was expected and what was found. */
  private final String reason;

  /**
   * Creates the failure of one file.
   *
   * @param file the checkpoint file, or the label of a state dict made in memory
   * @param reason what was expected and what was found
   */
  public CheckpointException(Path file, String reason) {
    this(file, reason, null);
  }

  /**
   * Creates the failure of one file with its cause.
   *
   * @param file the checkpoint file, or the label of a state dict made in memory
   * @param reason what was expected and what was found
   * @param cause the underlying failure, may be null
   */
  public CheckpointException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
    this.file = file.toString();
    this.reason = reason;
  }

  /**
   * Returns the file that failed.
   *
   * @return the file as it was named by the caller
   */
  public String file() {
    return file;
  }

  /**
   * Returns the reason alone.
   *
   * @return the message without the file
   */
  public String reason() {
    return reason;
  }
}
