/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

/**
 * A picture that was not evaluated.
 *
 * @param imageId its id in the data set
 * @param image the same as the file has it
 * @param reason why, with the name of the file
 */
public record LeftOut(long imageId, String image, String reason) {

  /** One line for people. */
  @Override
  public String toString() {
    return "left out image " + image + ": " + reason;
  }
}
