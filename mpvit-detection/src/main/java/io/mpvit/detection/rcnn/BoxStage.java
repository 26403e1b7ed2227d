/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.Boxes;

/**
 * One box stage: classifies regions and refines their boxes.
 *
 * @param pooler cuts the regions out of the pyramid
 * @param head the hidden layers
 * @param predictor the outputs
 * @param coder meaning of the box deltas
 */
public record BoxStage(RoiPooler pooler, BoxHead head, BoxPredictor predictor, BoxCoder coder) {

  /**
   * Runs the stage.
   *
   * @param pass what the forward pass shares
   * @param maps the pyramid's maps
   * @param boxes R packed boxes in pixels, R at least 1
   * @param images which image each box belongs to
   * @return class logits [R, K + 1] and box deltas [R, 4 * K] or [R, 4]
   */
  public NDList predict(Pass pass, NDList maps, float[] boxes, int[] images) {
    boolean planes = head.readsPlanes() && !pass.training();
    try (NDArray pooled =
            planes
                ? pooler.poolPlanes(maps, boxes, images)
                : pooler.pool(maps, boxes, images, pass.training());
        NDArray hidden = head.forward(pass, pooled)) {
      return predictor.forward(pass, new NDList(hidden));
    }
  }

  /**
   * Applies a stage's deltas to its regions.
   *
   * @param boxes R packed boxes
   * @param deltas B times four deltas per box, row-major
   * @return B packed boxes per region, unclipped
   */
  public float[] decode(float[] boxes, float[] deltas) {
    int perRegion = deltas.length / boxes.length;
    float[] references = new float[deltas.length];
    for (int i = 0; i < references.length; i += Boxes.SIZE) {
      int region = i / (Boxes.SIZE * perRegion);
      System.arraycopy(boxes, Boxes.SIZE * region, references, i, Boxes.SIZE);
    }
    return coder.decode(references, deltas);
  }

  /** Walks the shapes of {@link #predict} for a number of regions. */
  void trace(Tracer tracer, long regions, long channels) {
    Shape pooled = new Shape(regions, channels, pooler.side(), pooler.side());
    predictor.trace(tracer, head.trace(tracer, pooled));
  }
}
