/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.evaluation;

import java.util.List;

/**
 * How good a classifier is.
 *
 * @param images number of pictures that count
 * @param acc1 percentage of pictures whose class is the most probable one
 * @param acc5 percentage of pictures whose class is among the five most probable ones
 * @param loss mean over the batches of their mean cross-entropy, as the published models' training
 *     code computes it; a smaller last batch weighs as much as the others
 * @param leftOut what could not be read, one line each
 */
public record ClassificationScores(
    int images, double acc1, double acc5, double loss, List<String> leftOut) {

  /** Copies the list. */
  public ClassificationScores {
    leftOut = List.copyOf(leftOut);
  }
}
