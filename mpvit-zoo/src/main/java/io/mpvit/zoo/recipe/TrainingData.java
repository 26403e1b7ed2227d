/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.weights.ClassLabels;

/** A data folder that was looked through. */
public interface TrainingData {

  /** The classes, which the network's head is sized for and whose names go with the weights. */
  ClassLabels labels();

  /** The number of pictures to learn from, at least 1. */
  long pictures();

  /** A text that differs for other data; a training is not resumed with another one. */
  String digest();

  /** What there is and what was left out, one line for people. */
  String summary();
}
