/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * The region proposal head's raw outputs, a pair of maps per pyramid level, finest first. The logit
 * of anchor a is channel a, its delta j is channel {@code a * 4 + j}.
 *
 * @param logits objectness logits, [N, A, H, W] each
 * @param deltas box deltas, [N, A * 4, H, W] each
 */
public record RpnPredictions(List<NDArray> logits, List<NDArray> deltas) {

  /**
   * Copies the lists and checks that they pair up.
   *
   * @throws IllegalArgumentException if they do not
   */
  public RpnPredictions {
    logits = List.copyOf(logits);
    deltas = List.copyOf(deltas);
    if (logits.isEmpty() || logits.size() != deltas.size()) {
      throw new IllegalArgumentException(
          "RPN predictions: expected as many delta maps as logit maps, found "
              + deltas.size()
              + " and "
              + logits.size());
    }
  }

  /**
   * Reads the output of a {@link RpnHead} block.
   *
   * @param outputs the logits of all levels, then the deltas of all levels
   * @return the predictions
   */
  public static RpnPredictions of(NDList outputs) {
    int levels = outputs.size() / 2;
    return new RpnPredictions(outputs.subList(0, levels), outputs.subList(levels, outputs.size()));
  }

  /**
   * Returns the number of pyramid levels.
   *
   * @return the number of levels
   */
  public int levels() {
    return logits.size();
  }

  /**
   * Returns the block's output form.
   *
   * @return the logits of all levels, then the deltas of all levels
   */
  public NDList toNDList() {
    NDList list = new NDList(logits);
    list.addAll(deltas);
    return list;
  }
}
