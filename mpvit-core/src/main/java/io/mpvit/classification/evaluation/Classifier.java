/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.evaluation;

import io.mpvit.classification.ClassScores;
import io.mpvit.image.RgbImage;
import java.util.List;

/** Scores the classes of pictures, by whatever means. */
@FunctionalInterface
public interface Classifier {

  /**
   * Classifies one batch.
   *
   * @param pictures one or more pictures of any sizes
   * @return the scores of each picture
   */
  List<ClassScores> classify(List<RgbImage> pictures);
}
