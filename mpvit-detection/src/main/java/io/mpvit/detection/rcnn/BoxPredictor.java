/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;

/**
 * Class and box of regions. Input: [R, hidden]. Outputs: class logits [R, K + 1], of which the last
 * is the background, and box deltas [R, 4 * K], class-major, or [R, 4] if boxes are class-agnostic.
 */
public final class BoxPredictor extends TorchBlock {
  private static final float CLASS_STD = 0.01f;
  private static final float BOX_STD = 0.001f;

  private final Linear classScore;
  private final Linear boxDelta;

  /**
   * Creates the predictor.
   *
   * @param config its sizes
   * @param classes K
   */
  public BoxPredictor(BoxHeadConfig config, int classes) {
    int boxes = config.classAgnostic() ? 1 : classes;
    classScore =
        child(
            "cls_score",
            new Linear(config.hidden(), classes + 1, new NormalInitializer(CLASS_STD)));
    boxDelta =
        child("bbox_pred", new Linear(config.hidden(), 4 * boxes, new NormalInitializer(BOX_STD)));
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray hidden = inputs.singletonOrThrow();
    return new NDList(classScore.forward(pass, hidden), boxDelta.forward(pass, hidden));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    return new Shape[] {classScore.trace(tracer, inputs[0]), boxDelta.trace(tracer, inputs[0])};
  }
}
