/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.Classifications;
import io.mpvit.classification.ClassScores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * From class scores to DJL's classifications.
 *
 * @param names class names by index
 * @param topK how many of the best the JSON form has, at least 1
 * @param softmax whether the numbers are probabilities; otherwise they are the logits
 */
public record ToClassifications(List<String> names, int topK, boolean softmax)
    implements Function<ClassScores, Classifications> {

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException if {@code topK} is below 1
   */
  public ToClassifications {
    names = List.copyOf(names);
    if (topK < 1) {
      throw new IllegalArgumentException("topK is at least 1, found " + topK);
    }
  }

  @Override
  public Classifications apply(ClassScores scores) {
    List<Double> values = new ArrayList<>(names.size());
    if (softmax) {
      for (double probability : scores.probabilities()) {
        values.add(probability);
      }
    } else {
      for (float logit : scores.logits()) {
        values.add((double) logit);
      }
    }
    Classifications result = new Classifications(names, values);
    result.setTopK(topK);
    return result;
  }
}
