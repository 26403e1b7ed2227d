/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.training.initializer.ConstantInitializer;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.ops.RelativeBoxes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The predictors of classes and boxes, one pair per decoder layer (the same one for all, or one
 * each) and, with two stages, one for the encoder.
 *
 * @param classes D to K logits
 * @param boxes D to four logits
 */
record PredictionHeads(List<Linear> classes, List<BoxMlp> boxes) {
  static final PredictionHeads NONE = new PredictionHeads(List.of(), List.of());

  /** A fresh network finds every class with this probability. */
  private static final double PRIOR = 0.01;

  /** What a fresh network adds to the logits of width and height. */
  private static final float SIZE_BIAS = -2;

  static PredictionHeads of(DeformableDetrHeadConfig config) {
    int width = config.transformer().width();
    int layers = config.transformer().decoderLayers();
    Variant variant = config.variant();
    if (!variant.refines()) {
      return new PredictionHeads(
          Collections.nCopies(layers, classHead(width, config.classes())),
          Collections.nCopies(layers, new BoxMlp(width, SIZE_BIAS)));
    }
    List<Linear> classes = new ArrayList<>();
    List<BoxMlp> boxes = new ArrayList<>();
    int count = variant.proposes() ? layers + 1 : layers;
    for (int i = 0; i < count; i++) {
      classes.add(classHead(width, config.classes()));
      boxes.add(new BoxMlp(width, i == 0 && !variant.proposes() ? SIZE_BIAS : 0));
    }
    return new PredictionHeads(List.copyOf(classes), List.copyOf(boxes));
  }

  private static Linear classHead(int width, int classes) {
    return new Linear(
        width,
        classes,
        Initializers.torchUniform(width),
        new ConstantInitializer((float) -Math.log((1 - PRIOR) / PRIOR)));
  }

  /**
   * Predicts from the queries after one decoder layer.
   *
   * @param pass what the forward pass shares
   * @param layer the layer's number
   * @param state [B, Q, D]
   * @param reference the references that the layer began with, [B, Q, 2] or [B, Q, 4]
   * @return logits and boxes
   */
  DeformableDetrPredictions predict(Pass pass, int layer, NDArray state, NDArray reference) {
    NDArray correction = boxes.get(layer).forward(pass, state);
    return new DeformableDetrPredictions(
        classes.get(layer).forward(pass, state),
        RelativeBoxes.corrected(correction, reference, pass.training()));
  }
}
