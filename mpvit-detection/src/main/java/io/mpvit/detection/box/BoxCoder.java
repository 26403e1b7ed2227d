/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.box;

import io.mpvit.ops.Boxes;

/**
 * Translates between boxes and the four deltas that a regression head predicts relative to a
 * reference box (an anchor or a proposal), in float32.
 *
 * <p>For a reference box of width w, height h and centre (cx, cy) the deltas of a target are {@code
 * wx * (tcx - cx) / w}, {@code wy * (tcy - cy) / h}, {@code ww * ln(tw / w)}, {@code wh * ln(th /
 * h)}: the parametrisation of <a href="https://arxiv.org/abs/1311.2524">R-CNN</a>, appendix C, with
 * the weights that Fast R-CNN added.
 *
 * @param weightX multiplier of the horizontal shift
 * @param weightY multiplier of the vertical shift
 * @param weightWidth multiplier of the logarithm of the width ratio
 * @param weightHeight multiplier of the logarithm of the height ratio
 * @param cutBelow whether {@link #decode} cuts size deltas from below too, as mmdetection does and
 *     detectron2 does not
 */
public record BoxCoder(
    float weightX, float weightY, float weightWidth, float weightHeight, boolean cutBelow) {

  /** Weights 1, 1, 1, 1: RetinaNet and region proposals. */
  public static final BoxCoder UNIT = new BoxCoder(1, 1, 1, 1);

  /**
   * ln(1000 / 16): larger size deltas are cut, so that exp cannot overflow; in some models also
   * those below its negative.
   */
  public static final float MAX_LOG_RATIO = (float) Math.log(1000.0 / 16);

  /**
   * A coder that cuts size deltas from above only, as detectron2's.
   *
   * @param weightX multiplier of the horizontal shift
   * @param weightY multiplier of the vertical shift
   * @param weightWidth multiplier of the logarithm of the width ratio
   * @param weightHeight multiplier of the logarithm of the height ratio
   */
  public BoxCoder(float weightX, float weightY, float weightWidth, float weightHeight) {
    this(weightX, weightY, weightWidth, weightHeight, false);
  }

  /**
   * Checks the weights.
   *
   * @throws IllegalArgumentException if a weight is not a positive number
   */
  public BoxCoder {
    for (float weight : new float[] {weightX, weightY, weightWidth, weightHeight}) {
      if (!(weight > 0f) || Float.isInfinite(weight)) {
        throw new IllegalArgumentException(
            "box coder: weights must be positive numbers, found " + weight);
      }
    }
  }

  /**
   * Returns the same coder with size deltas cut from both sides.
   *
   * @return a changed copy
   */
  public BoxCoder cuttingBelow() {
    return new BoxCoder(weightX, weightY, weightWidth, weightHeight, true);
  }

  /**
   * Applies deltas to reference boxes. Only the size deltas are cut; nothing is clipped to an
   * image. NaN in, NaN out.
   *
   * @param boxes packed reference boxes, x1, y1, x2, y2 each
   * @param deltas four deltas per box
   * @return packed decoded boxes
   * @throws IllegalArgumentException if the lengths disagree or are no multiple of four
   */
  public float[] decode(float[] boxes, float[] deltas) {
    int n = checkedCount(boxes, deltas, "deltas");
    float[] decoded = new float[boxes.length];
    for (int at = 0; at < Boxes.SIZE * n; at += Boxes.SIZE) {
      float width = boxes[at + 2] - boxes[at];
      float height = boxes[at + 3] - boxes[at + 1];
      float centreX = deltas[at] / weightX * width + (boxes[at] + 0.5f * width);
      float centreY = deltas[at + 1] / weightY * height + (boxes[at + 1] + 0.5f * height);
      float halfWidth = 0.5f * (ratio(deltas[at + 2] / weightWidth) * width);
      float halfHeight = 0.5f * (ratio(deltas[at + 3] / weightHeight) * height);
      decoded[at] = centreX - halfWidth;
      decoded[at + 1] = centreY - halfHeight;
      decoded[at + 2] = centreX + halfWidth;
      decoded[at + 3] = centreY + halfHeight;
    }
    return decoded;
  }

  /**
   * Computes the deltas that lead from reference boxes to target boxes; the inverse of {@link
   * #decode}.
   *
   * @param boxes packed reference boxes with positive width and height
   * @param targets a target box per reference box
   * @return four deltas per box
   * @throws IllegalArgumentException if the lengths disagree or are no multiple of four, or if a
   *     reference box is empty
   */
  public float[] encode(float[] boxes, float[] targets) {
    int n = checkedCount(boxes, targets, "targets");
    float[] deltas = new float[boxes.length];
    for (int i = 0; i < n; i++) {
      int at = Boxes.SIZE * i;
      float width = boxes[at + 2] - boxes[at];
      float height = boxes[at + 3] - boxes[at + 1];
      if (!(width > 0f && height > 0f)) {
        throw new IllegalArgumentException(
            "box coder: reference box " + i + " is empty: " + Box.at(boxes, i));
      }
      float targetWidth = targets[at + 2] - targets[at];
      float targetHeight = targets[at + 3] - targets[at + 1];
      float shiftX = (targets[at] + 0.5f * targetWidth) - (boxes[at] + 0.5f * width);
      float shiftY = (targets[at + 1] + 0.5f * targetHeight) - (boxes[at + 1] + 0.5f * height);
      deltas[at] = weightX * shiftX / width;
      deltas[at + 1] = weightY * shiftY / height;
      deltas[at + 2] = weightWidth * (float) Math.log(targetWidth / width);
      deltas[at + 3] = weightHeight * (float) Math.log(targetHeight / height);
    }
    return deltas;
  }

  private float ratio(float delta) {
    float least = cutBelow ? -MAX_LOG_RATIO : Float.NEGATIVE_INFINITY;
    return (float) Math.exp(Math.max(Math.min(delta, MAX_LOG_RATIO), least));
  }

  private static int checkedCount(float[] boxes, float[] others, String name) {
    if (boxes.length != others.length) {
      throw new IllegalArgumentException(
          "box coder: expected "
              + boxes.length
              + " values of "
              + name
              + ", found "
              + others.length);
    }
    return Boxes.count(boxes);
  }
}
