/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Losses as scalars through which gradients flow. Sums are not divided by anything. */
public final class LossOps {

  private LossOps() {}

  /**
   * Cross-entropy with a distribution as target, the mean over samples of {@code sum(-target *
   * log_softmax(logits))}.
   *
   * @param logits [B, K]
   * @param targets [B, K]
   * @return a scalar
   */
  public static NDArray softCrossEntropy(NDArray logits, NDArray targets) {
    requireSameShape(logits, targets);
    return Kernels.differentiate("soft_cross_entropy", logits, targets);
  }

  /**
   * Cross-entropy, the mean over samples. Samples whose label is negative do not count; if none is
   * left the loss is 0.
   *
   * @param logits [B, K]
   * @param labels int64 [B], below K
   * @return a scalar
   */
  public static NDArray crossEntropy(NDArray logits, NDArray labels) {
    if (labels.getDataType() != DataType.INT64
        || logits.getShape().dimension() != 2
        || !labels.getShape().equals(new Shape(logits.getShape().get(0)))) {
      throw new IllegalArgumentException(
          "expected logits [B, K] and int64 labels [B], found "
              + logits.getShape()
              + " and "
              + labels.getDataType()
              + " "
              + labels.getShape());
    }
    return Kernels.differentiate("cross_entropy", logits, labels);
  }

  /**
   * Cross-entropy of maps, the mean over all pixels. Ignored pixels give 0, but do count in the
   * mean, as in the published segmenters' training; so the loss of a picture that is mostly ignored
   * is small.
   *
   * @param logits [B, K, H, W]
   * @param labels int64 [B, H, W], below K or ignored
   * @param ignored the label of pixels that teach nothing
   * @param factor multiplies the mean
   * @return a scalar
   */
  public static NDArray pixelCrossEntropy(
      NDArray logits, NDArray labels, int ignored, double factor) {
    requirePixels(logits, labels);
    try (NDManager host = logits.getManager().newSubManager(Device.cpu())) {
      NDArray numbers = host.create(new float[] {ignored, (float) factor});
      return Kernels.differentiate("pixel_cross_entropy", logits, labels, numbers);
    }
  }

  /**
   * How many pixels of maps have their largest logit where their label is.
   *
   * @param logits [B, K, H, W]; no gradient flows through
   * @param labels int64 [B, H, W]; labels that are no classes count as wrong
   * @return their share of all pixels in percent, a scalar in [0, 100]
   */
  public static NDArray pixelAccuracy(NDArray logits, NDArray labels) {
    requirePixels(logits, labels);
    return Kernels.call("pixel_accuracy", logits, labels);
  }

  private static void requirePixels(NDArray logits, NDArray labels) {
    Shape maps = logits.getShape();
    if (labels.getDataType() != DataType.INT64
        || maps.dimension() != 4
        || !labels.getShape().equals(new Shape(maps.get(0), maps.get(2), maps.get(3)))) {
      throw new IllegalArgumentException(
          "expected logits [B, K, H, W] and int64 labels [B, H, W], found "
              + maps
              + " and "
              + labels.getDataType()
              + " "
              + labels.getShape());
    }
  }

  /**
   * The sum of sigmoid focal losses, {@code a_t (1 - p_t)^gamma BCE(logit, target)} (<a
   * href="https://arxiv.org/abs/1708.02002">Lin et al.</a>, section 3.2).
   *
   * @param logits any shape
   * @param targets float32 of the same shape, 0 or 1 each
   * @param alpha the weight of targets 1, the others' being {@code 1 - alpha}; negative for none
   * @param gamma how strongly easy examples are weighted down, at least 0
   * @return a scalar
   */
  public static NDArray sigmoidFocal(NDArray logits, NDArray targets, float alpha, float gamma) {
    requireSameShape(logits, targets);
    try (NDManager host = logits.getManager().newSubManager(Device.cpu())) {
      NDArray rates = host.create(new float[] {alpha, gamma});
      return Kernels.differentiate("sigmoid_focal", logits, targets, rates);
    }
  }

  /**
   * The sum of smooth L1 losses: {@code d^2 / (2 beta)} below beta, {@code d - beta / 2} above.
   *
   * @param values any shape
   * @param targets of the same shape
   * @param beta where the parabola ends; below 1e-5 the loss is plain L1
   * @return a scalar
   */
  public static NDArray smoothL1(NDArray values, NDArray targets, float beta) {
    requireSameShape(values, targets);
    try (NDManager host = values.getManager().newSubManager(Device.cpu())) {
      return Kernels.differentiate("smooth_l1", values, targets, host.create(beta));
    }
  }

  /**
   * The sum of binary cross-entropies.
   *
   * @param logits any shape
   * @param targets float32 of the same shape, in [0, 1]
   * @return a scalar
   */
  public static NDArray binaryCrossEntropy(NDArray logits, NDArray targets) {
    requireSameShape(logits, targets);
    return Kernels.differentiate("binary_cross_entropy", logits, targets);
  }

  /**
   * The sum of sigmoid focal losses of rows with one label each.
   *
   * @param logits [R, K]
   * @param labels int64 [R]; K is background, rows with a negative label do not count
   * @param alpha as for {@link #sigmoidFocal}
   * @param gamma as for {@link #sigmoidFocal}
   * @return a scalar
   */
  public static NDArray sigmoidFocalOfLabels(
      NDArray logits, NDArray labels, float alpha, float gamma) {
    requireRows(labels, logits.getShape().get(0));
    try (NDManager host = logits.getManager().newSubManager(Device.cpu())) {
      NDArray rates = host.create(new float[] {alpha, gamma});
      return Kernels.differentiate("sigmoid_focal_of_labels", logits, labels, rates);
    }
  }

  /**
   * The sum of smooth L1 losses of some rows.
   *
   * @param values [R, K]
   * @param rows int64 [P], positions in R
   * @param targets [P, K]
   * @param beta as for {@link #smoothL1}
   * @return a scalar; 0 without rows
   */
  public static NDArray smoothL1OfRows(NDArray values, NDArray rows, NDArray targets, float beta) {
    requireRows(rows, targets.getShape().get(0));
    try (NDManager host = values.getManager().newSubManager(Device.cpu())) {
      return Kernels.differentiate("smooth_l1_of_rows", values, rows, targets, host.create(beta));
    }
  }

  /**
   * The sum of binary cross-entropies of some elements.
   *
   * @param logits [R]
   * @param rows int64 [P], positions in R
   * @param targets float32 [P], in [0, 1]
   * @return a scalar; 0 without rows
   */
  public static NDArray binaryCrossEntropyOfRows(NDArray logits, NDArray rows, NDArray targets) {
    requireRows(rows, targets.getShape().get(0));
    return Kernels.differentiate("binary_cross_entropy_of_rows", logits, rows, targets);
  }

  /**
   * The sum of {@code 1 - GIoU} of some boxes (<a
   * href="https://arxiv.org/abs/1902.09630">Generalized Intersection over Union</a>).
   *
   * @param boxes [R, 4], centre x, centre y, width, height
   * @param rows int64 [P], positions in R
   * @param targets [P, 4], likewise
   * @return a scalar; 0 without rows
   */
  public static NDArray giouOfRows(NDArray boxes, NDArray rows, NDArray targets) {
    requireRows(rows, targets.getShape().get(0));
    return Kernels.differentiate("giou_of_rows", boxes, rows, targets);
  }

  /**
   * Divides by a number.
   *
   * <p>The array's own {@code div} must not be used where gradients flow: it makes an array of the
   * number that borrows Java's memory, and the gradient's graph reads it after it was freed.
   *
   * @param values any shape
   * @param divisor the number
   * @return the same shape
   */
  public static NDArray divide(NDArray values, double divisor) {
    try (NDManager host = values.getManager().newSubManager(Device.cpu())) {
      return Kernels.differentiate("divide", values, host.create((float) divisor));
    }
  }

  /**
   * Passes values on and multiplies the gradient that comes back.
   *
   * @param values any shape
   * @param factor of the gradient
   * @return the same values
   */
  public static NDArray scaleGradient(NDArray values, float factor) {
    try (NDManager host = values.getManager().newSubManager(Device.cpu())) {
      return Kernels.differentiate("scale_gradient", values, host.create(factor));
    }
  }

  private static void requireRows(NDArray rows, long count) {
    if (rows.getDataType() != DataType.INT64 || !rows.getShape().equals(new Shape(count))) {
      throw new IllegalArgumentException(
          "expected int64 (" + count + "), found " + rows.getDataType() + " " + rows.getShape());
    }
  }

  private static void requireSameShape(NDArray values, NDArray targets) {
    if (!values.getShape().equals(targets.getShape())) {
      throw new IllegalArgumentException(
          "expected targets of shape " + values.getShape() + ", found " + targets.getShape());
    }
  }
}
