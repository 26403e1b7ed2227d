/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Scores networks on a data set.
 *
 * @param <P> the pipeline from pictures to results
 */
@FunctionalInterface
public interface Evaluator<P> {

  /**
   * Scores, as programs and people read them.
   *
   * @param json for the metrics
   * @param text one line, or a table
   * @param measure the one by which checkpoints are compared
   */
  record Scores(JsonObject json, String text, Measure measure) {}

  /**
   * A number of which more is better.
   *
   * @param name what is measured
   * @param value the number; -1 where it is undefined
   */
  record Measure(String name, double value) {}

  /**
   * Scores a network.
   *
   * @param pipeline runs it
   * @param manager owns its weights
   * @param results where results per picture go, without the ending that the task gives the file;
   *     replaced if it is there
   * @param listener hears of progress and of pictures that are left out
   * @return the scores
   * @throws IOException if results cannot be written, or no picture can be read
   */
  Scores score(P pipeline, NDManager manager, Path results, WorkListener listener)
      throws IOException;
}
