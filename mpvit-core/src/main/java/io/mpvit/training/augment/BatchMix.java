/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.HostArrays;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Mixes each picture of a batch with another one, and their targets alike: either all pixels (<a
 * href="https://arxiv.org/abs/1710.09412">mixup</a>) or a rectangle (<a
 * href="https://arxiv.org/abs/1905.04899">CutMix</a>). The partner is the batch reversed, the share
 * the same for the whole batch.
 *
 * @param mixupAlpha mixup's share is drawn from Beta(alpha, alpha); published: 0.8
 * @param cutmixAlpha CutMix's likewise; published: 1
 * @param cutmixProbability of CutMix instead of mixup; published: 0.5
 * @param smoothing what the classes share evenly of each target; published: 0.1
 */
public record BatchMix(
    double mixupAlpha, double cutmixAlpha, double cutmixProbability, double smoothing) {

  /** Checks the ranges. */
  public BatchMix {
    if (!(mixupAlpha > 0)
        || !(cutmixAlpha > 0)
        || !(cutmixProbability >= 0 && cutmixProbability <= 1)
        || !(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "batch mix: expected positive alphas, a probability and a smoothing in [0, 1), found"
              + " %s, %s, %s, %s".formatted(mixupAlpha, cutmixAlpha, cutmixProbability, smoothing));
    }
  }

  /** The published classifiers'. */
  public static BatchMix published() {
    return new BatchMix(0.8, 1, 0.5, 0.1);
  }

  /**
   * A mixed batch.
   *
   * @param images [B, 3, H, W]
   * @param targets [B, K], each row a distribution
   */
  public record Mixed(NDArray images, NDArray targets) {}

  /**
   * A rectangle of a picture.
   *
   * @param top first row
   * @param bottom row after the last
   * @param left first column
   * @param right column after the last
   */
  record Window(int top, int bottom, int left, int right) {
    double share(ImageSize size) {
      return (double) (bottom - top) * (right - left) / ((double) size.height() * size.width());
    }
  }

  /**
   * Mixes a batch.
   *
   * @param images [B, 3, H, W], left as they are
   * @param labels the class of each picture
   * @param classes K
   * @param random where to draw from
   * @return the mixed batch, of the images' manager
   */
  public Mixed apply(NDArray images, int[] labels, int classes, RandomGenerator random) {
    Shape shape = images.getShape();
    if (shape.get(0) != labels.length) {
      throw new IllegalArgumentException(
          "expected labels of " + shape.get(0) + " pictures, found " + labels.length);
    }
    if (random.nextDouble() < cutmixProbability) {
      double share = beta(cutmixAlpha, random);
      ImageSize size = new ImageSize(Math.toIntExact(shape.get(2)), Math.toIntExact(shape.get(3)));
      Window window = window(size, share, random);
      return new Mixed(
          cut(images, window),
          targets(images.getManager(), labels, classes, 1 - window.share(size)));
    }
    double share = beta(mixupAlpha, random);
    return new Mixed(
        mix(images, (float) share), targets(images.getManager(), labels, classes, share));
  }

  static NDArray mix(NDArray images, float share) {
    try (NDArray reversed = images.flip(0);
        NDArray own = images.mul(share);
        NDArray other = reversed.mul(1 - share)) {
      return own.add(other);
    }
  }

  static NDArray cut(NDArray images, Window window) {
    NDArray mixed = images.duplicate();
    if (window.bottom > window.top && window.right > window.left) {
      String rows = window.top + ":" + window.bottom;
      NDIndex inside = new NDIndex(":, :, " + rows + ", " + window.left + ":" + window.right);
      try (NDArray reversed = images.flip(0);
          NDArray patch = reversed.get(inside)) {
        mixed.set(inside, patch);
      }
    }
    return mixed;
  }

  /** The rectangle's area is what is left of the share, before it is cut at the border. */
  static Window window(ImageSize size, double share, RandomGenerator random) {
    double side = Math.sqrt(1 - share);
    int height = (int) (side * size.height());
    int width = (int) (side * size.width());
    int y = random.nextInt(size.height());
    int x = random.nextInt(size.width());
    return new Window(
        Math.max(y - height / 2, 0),
        Math.min(y + height / 2, size.height()),
        Math.max(x - width / 2, 0),
        Math.min(x + width / 2, size.width()));
  }

  private NDArray targets(NDManager manager, int[] labels, int classes, double share) {
    float[] values = new float[labels.length * classes];
    float off = (float) (smoothing / classes);
    Arrays.fill(values, off);
    for (int i = 0; i < labels.length; i++) {
      int partner = labels[labels.length - 1 - i];
      for (int label : new int[] {labels[i], partner}) {
        if (label < 0 || label >= classes) {
          throw new IllegalArgumentException(
              "expected labels below " + classes + ", found " + label);
        }
      }
      values[i * classes + labels[i]] += (float) (share * (1 - smoothing));
      values[i * classes + partner] += (float) ((1 - share) * (1 - smoothing));
    }
    return HostArrays.of(manager, values, labels.length, classes);
  }

  /** Beta(alpha, alpha) as a ratio of gamma variates. */
  static double beta(double alpha, RandomGenerator random) {
    if (alpha == 1) {
      return random.nextDouble();
    }
    double x = gamma(alpha, random);
    double y = gamma(alpha, random);
    return x + y == 0 ? 0.5 : x / (x + y);
  }

  /** Marsaglia and Tsang (2000); below 1 by the power of a uniform variate. */
  private static double gamma(double shape, RandomGenerator random) {
    if (shape < 1) {
      return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double z = random.nextGaussian();
      double v = Math.pow(1 + c * z, 3);
      double u = random.nextDouble();
      if (v > 0 && Math.log(u) < 0.5 * z * z + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
