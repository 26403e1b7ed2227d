/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * The head's raw outputs, a pair of maps per pyramid level, finest first. Channels are (anchor,
 * value) with the value fastest: the logit of anchor a and class k is channel {@code a * K + k},
 * delta j of anchor a is channel {@code a * 4 + j}.
 *
 * @param logits class logits, [N, A * K, H, W] each
 * @param deltas box deltas, [N, A * 4, H, W] each
 */
public record RetinaNetPredictions(List<NDArray> logits, List<NDArray> deltas) {

  /**
   * Copies the lists and checks that they pair up.
   *
   * @throws IllegalArgumentException if they do not
   */
  public RetinaNetPredictions {
    logits = List.copyOf(logits);
    deltas = List.copyOf(deltas);
    if (logits.isEmpty() || logits.size() != deltas.size()) {
      throw new IllegalArgumentException(
          "RetinaNet predictions: expected as many delta maps as logit maps, found "
              + deltas.size()
              + " and "
              + logits.size());
    }
  }

  /**
   * Reads the output of a {@link RetinaNet} block.
   *
   * @param outputs the logits of all levels, then the deltas of all levels
   * @return the predictions
   */
  public static RetinaNetPredictions of(NDList outputs) {
    int levels = outputs.size() / 2;
    return new RetinaNetPredictions(
        outputs.subList(0, levels), outputs.subList(levels, outputs.size()));
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
   * Returns the number of images.
   *
   * @return N
   */
  public int images() {
    return Math.toIntExact(logits.get(0).getShape().get(0));
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
