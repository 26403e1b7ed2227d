/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.io.IOException;

/**
 * Says that a COCO file is damaged or does not fit. The message names the file, the id or position
 * in it, what was expected and what was found.
 */
public final class CocoFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Describes a problem.
   *
   * @param file the file
   * @param problem what is wrong with it
   */
  public CocoFormatException(String file, String problem) {
    super(file + ": " + problem);
  }
}
