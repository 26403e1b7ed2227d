/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

import io.mpvit.segmentation.LabelMap;

/**
 * Counts pixels per class over any number of pictures: predicted, labelled, and both. Scores are of
 * the whole set, not means over pictures.
 *
 * <p>Two habits of the original are kept, neither of which valid data shows: a value equal to the
 * number of classes counts as the last class, and larger labels count nowhere, though what is
 * predicted there does.
 */
public final class PixelCounts {

  /** The label of pixels that do not count. */
  public static final int IGNORED = 255;

  private final long[] intersect;
  private final long[] predicted;
  private final long[] labelled;

  /**
   * Starts at zero.
   *
   * @param classes the number of classes, at least 1
   */
  public PixelCounts(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("expected at least one class, found " + classes);
    }
    intersect = new long[classes];
    predicted = new long[classes];
    labelled = new long[classes];
  }

  /**
   * Counts that were made before.
   *
   * @param intersect as of {@link #intersect()}
   * @param predicted as of {@link #predicted()}
   * @param labelled as of {@link #labelled()}
   * @return the counts
   * @throws IllegalArgumentException if they are not of equally many classes
   */
  public static PixelCounts of(long[] intersect, long[] predicted, long[] labelled) {
    if (predicted.length != intersect.length || labelled.length != intersect.length) {
      throw new IllegalArgumentException(
          "expected counts of equally many classes, found %d, %d and %d"
              .formatted(intersect.length, predicted.length, labelled.length));
    }
    PixelCounts counts = new PixelCounts(intersect.length);
    System.arraycopy(intersect, 0, counts.intersect, 0, intersect.length);
    System.arraycopy(predicted, 0, counts.predicted, 0, predicted.length);
    System.arraycopy(labelled, 0, counts.labelled, 0, labelled.length);
    return counts;
  }

  /**
   * Adds a picture.
   *
   * @param prediction what was predicted
   * @param truth the labels, of the same size; {@link #IGNORED} where nothing counts
   * @throws IllegalArgumentException if the sizes differ
   */
  public void add(LabelMap prediction, LabelMap truth) {
    if (!prediction.size().equals(truth.size())) {
      throw new IllegalArgumentException(
          "the prediction is " + prediction.size() + ", the labels are " + truth.size());
    }
    short[] p = prediction.toArray();
    short[] t = truth.toArray();
    for (int i = 0; i < p.length; i++) {
      int label = Short.toUnsignedInt(t[i]);
      if (label != IGNORED) {
        int found = Short.toUnsignedInt(p[i]);
        count(predicted, found);
        count(labelled, label);
        if (found == label) {
          count(intersect, label);
        }
      }
    }
  }

  private static void count(long[] counts, int value) {
    if (value <= counts.length) {
      counts[Math.min(value, counts.length - 1)]++;
    }
  }

  /**
   * Adds another count, such as one of other pictures.
   *
   * @param other counts of as many classes
   * @throws IllegalArgumentException if the numbers of classes differ
   */
  public void add(PixelCounts other) {
    if (other.intersect.length != intersect.length) {
      throw new IllegalArgumentException(
          "expected counts of " + intersect.length + " classes, found " + other.intersect.length);
    }
    for (int c = 0; c < intersect.length; c++) {
      intersect[c] += other.intersect[c];
      predicted[c] += other.predicted[c];
      labelled[c] += other.labelled[c];
    }
  }

  /** Pixels per class that are predicted and labelled so; a copy. */
  public long[] intersect() {
    return intersect.clone();
  }

  /** Pixels per class that are predicted so; a copy. */
  public long[] predicted() {
    return predicted.clone();
  }

  /** Pixels per class that are labelled so; a copy. */
  public long[] labelled() {
    return labelled.clone();
  }

  /** Pixels per class that are predicted or labelled so; a copy. */
  public long[] union() {
    long[] union = new long[intersect.length];
    for (int c = 0; c < union.length; c++) {
      union[c] = predicted[c] + labelled[c] - intersect[c];
    }
    return union;
  }

  /** The scores of what was counted so far. */
  public SegmentationScores scores() {
    return SegmentationScores.of(this);
  }
}
