/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import io.mpvit.training.Losses;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Deformable DETR's losses. Every layer's predictions are matched with the objects by themselves
 * and have three losses: the focal loss of all logits, and L1 distance and 1 - GIoU of the matched
 * boxes, each summed over the batch and divided by the number of objects, at least 1.
 *
 * @param matcher decides which query is to find which object
 * @param classWeight of {@code loss_ce}; published: 2
 * @param l1Weight of {@code loss_bbox}; published: 5
 * @param giouWeight of {@code loss_giou}; published: 2
 */
public record SetCriterion(
    SetMatcher matcher, double classWeight, double l1Weight, double giouWeight) {
  private static final float ALPHA = 0.25f;
  private static final float GAMMA = 2;
  private static final int BOX = 4;

  /** Checks the weights. */
  public SetCriterion {
    Objects.requireNonNull(matcher, "matcher");
    if (!(classWeight > 0 && l1Weight > 0 && giouWeight > 0)) {
      throw new IllegalArgumentException(
          "set criterion: weights are positive, found %s, %s, %s"
              .formatted(classWeight, l1Weight, giouWeight));
    }
  }

  /** The published training. */
  public static SetCriterion published() {
    return new SetCriterion(SetMatcher.PUBLISHED, 2, 5, 2);
  }

  /**
   * Computes the weighted losses.
   *
   * @param layers the predictions in the order of {@link DeformableDetrPredictions#listOf}
   * @param proposes whether the last of them are the encoder's, which do not know classes yet
   * @param truths the objects of each picture; none is fine
   * @return {@code loss_ce}, {@code loss_bbox} and {@code loss_giou} of the last decoder layer,
   *     then of the others with suffixes {@code _0}, {@code _1}, ... and {@code _enc}; observed of
   *     the last decoder layer {@code class_error}, the percentage of matched queries with another
   *     class than their object's, and {@code cardinality_error}, the original's count of objects
   *     too many or too few
   */
  public Losses evaluate(
      List<DeformableDetrPredictions> layers, boolean proposes, List<RelativeTruth> truths) {
    return evaluate(layers, proposes, truths, count(truths));
  }

  /** The number of objects in a batch. */
  static double count(List<RelativeTruth> truths) {
    return truths.stream().mapToInt(RelativeTruth::size).sum();
  }

  /**
   * Computes the weighted losses of one replica's part of a batch.
   *
   * @param layers the predictions in the order of {@link DeformableDetrPredictions#listOf}
   * @param proposes whether the last of them are the encoder's, which do not know classes yet
   * @param truths the objects of each picture; none is fine
   * @param objects what the losses are divided by, if it is 1 or more: the mean number of objects
   *     of the replicas
   * @return as for the whole batch
   */
  public Losses evaluate(
      List<DeformableDetrPredictions> layers,
      boolean proposes,
      List<RelativeTruth> truths,
      double objects) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    Map<String, NDArray> observed = Map.of();
    for (int i = 0; i < layers.size(); i++) {
      boolean encoder = proposes && i == layers.size() - 1;
      List<RelativeTruth> wanted =
          encoder ? truths.stream().map(RelativeTruth::withoutClasses).toList() : truths;
      String suffix = i == 0 ? "" : encoder ? "_enc" : "_" + (i - 1);
      Targets targets = targets(layers.get(i), wanted);
      add(parts, suffix, layers.get(i), targets, Math.max(1, objects));
      if (i == 0) {
        observed = observed(layers.get(i), targets, truths);
      }
    }
    return new Losses(parts, observed);
  }

  private static Map<String, NDArray> observed(
      DeformableDetrPredictions layer, Targets targets, List<RelativeTruth> truths) {
    NDManager manager = layer.logits().getManager();
    int classes = Math.toIntExact(layer.logits().getShape().get(2));
    Map<String, NDArray> observed = new LinkedHashMap<>();
    observed.put(
        "class_error",
        manager.create(
            (float)
                QueryErrors.ofClasses(
                    targets.logits(), classes, targets.rows(), targets.labels())));
    observed.put(
        "cardinality_error",
        manager.create((float) QueryErrors.ofCounts(targets.logits(), classes, truths)));
    return observed;
  }

  private void add(
      Map<String, NDArray> parts,
      String suffix,
      DeformableDetrPredictions layer,
      Targets targets,
      double count) {
    NDArray ofClasses;
    NDArray ofBoxes;
    NDArray ofOverlaps;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDManager manager = layer.logits().getManager();
      Shape shape = layer.logits().getShape();
      NDArray logits = layer.logits().reshape(-1, shape.get(2));
      NDArray boxes = layer.boxes().reshape(-1, BOX);
      NDArray labels = HostArrays.of(manager, targets.labels(), targets.labels().length);
      NDArray rows = HostArrays.of(manager, targets.rows(), targets.rows().length);
      NDArray wanted = HostArrays.of(manager, targets.boxes(), targets.rows().length, BOX);
      ofClasses =
          LossOps.divide(
              LossOps.sigmoidFocalOfLabels(logits, labels, ALPHA, GAMMA), count / classWeight);
      ofBoxes = LossOps.divide(LossOps.smoothL1OfRows(boxes, rows, wanted, 0), count / l1Weight);
      ofOverlaps = LossOps.divide(LossOps.giouOfRows(boxes, rows, wanted), count / giouWeight);
      NDScope.unregister(ofClasses, ofBoxes, ofOverlaps);
    }
    for (NDArray loss : List.of(ofClasses, ofBoxes, ofOverlaps)) {
      NDScope.register(loss);
    }
    parts.put("loss_ce" + suffix, ofClasses);
    parts.put("loss_bbox" + suffix, ofBoxes);
    parts.put("loss_giou" + suffix, ofOverlaps);
  }

  /**
   * What the queries of a batch are to predict.
   *
   * @param logits what they predict, [pictures, queries, K]
   * @param labels class of each query, K for none
   * @param rows the queries that are to find an object
   * @param boxes the objects' boxes, packed, in the order of rows
   */
  private record Targets(float[] logits, long[] labels, long[] rows, float[] boxes) {}

  private Targets targets(DeformableDetrPredictions layer, List<RelativeTruth> truths) {
    Shape shape = layer.logits().getShape();
    int pictures = Math.toIntExact(shape.get(0));
    if (truths.size() != pictures) {
      throw new IllegalArgumentException(
          "expected the objects of " + pictures + " images, found " + truths.size());
    }
    int queries = Math.toIntExact(shape.get(1));
    int classes = Math.toIntExact(shape.get(2));
    float[] logits = layer.logits().toFloatArray();
    float[] boxes = layer.boxes().toFloatArray();
    long[] labels = new long[pictures * queries];
    Arrays.fill(labels, classes);
    long[] rows = new long[labels.length];
    float[] wanted = new float[labels.length * BOX];
    int n = 0;
    for (int b = 0; b < pictures; b++) {
      RelativeTruth truth = truths.get(b);
      requireClassesBelow(classes, truth);
      int from = b * queries;
      int to = from + queries;
      SetMatcher.Pairs pairs =
          matcher.match(
              Arrays.copyOfRange(logits, from * classes, to * classes),
              Arrays.copyOfRange(boxes, from * BOX, to * BOX),
              truth);
      for (int i = 0; i < pairs.size(); i++) {
        int object = pairs.objects()[i];
        labels[from + pairs.queries()[i]] = truth.classes()[object];
        System.arraycopy(truth.boxes(), BOX * object, wanted, BOX * n, BOX);
        rows[n++] = from + pairs.queries()[i];
      }
    }
    return new Targets(logits, labels, Arrays.copyOf(rows, n), Arrays.copyOf(wanted, BOX * n));
  }

  private static void requireClassesBelow(int count, RelativeTruth truth) {
    for (int index : truth.classes()) {
      if (index < 0 || index >= count) {
        throw new IllegalArgumentException(
            "ground truth: class indices must be below " + count + ", found " + index);
      }
    }
  }
}
