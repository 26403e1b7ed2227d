/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import java.io.IOException;

/** A picture could not be read; the message names it and says why in one line. */
public class ImageReadException extends IOException {
  private static final long serialVersionUID = 1L;

  /** File name or other name of the picture. */
  private final String source;

  /**
   * A failure without a deeper cause.
   *
   * @param source file name or other name of the picture
   * @param reason what is wrong
   */
  public ImageReadException(String source, String reason) {
    this(source, reason, null);
  }

  /**
   * A failure with its cause.
   *
   * @param source file name or other name of the picture
   * @param reason what is wrong
   * @param cause what the decoder threw, or null
   */
  public ImageReadException(String source, String reason, Throwable cause) {
    super("cannot read picture " + source + ": " + reason, cause);
    this.source = source;
  }

  /** The name of the picture, as the caller gave it. */
  public String source() {
    return source;
  }
}
