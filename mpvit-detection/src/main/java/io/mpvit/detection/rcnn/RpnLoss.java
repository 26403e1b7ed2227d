/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.detection.target.FlatMaps;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.target.Matches;
import io.mpvit.detection.target.Sampler;
import io.mpvit.detection.target.Sampling.Sample;
import io.mpvit.ops.Boxes;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The losses of the region proposal network: {@code loss_rpn_cls}, the binary cross-entropy of the
 * sampled anchors, and {@code loss_rpn_loc}, the L1 distance of the deltas of those that stand for
 * objects. Both are divided by the number of anchors that should be sampled, even if fewer were.
 */
final class RpnLoss {

  private final RpnConfig rpn;
  private final RcnnLossConfig config;

  RpnLoss(RpnConfig rpn, RcnnLossConfig config) {
    this.rpn = rpn;
    this.config = config;
  }

  Map<String, NDArray> evaluate(
      RpnPredictions predictions, List<GroundTruth> truths, Sampler sampler) {
    float[] anchors = FlatMaps.anchors(rpn.anchors(), predictions.logits());
    int perImage = Boxes.count(anchors);
    Rows rows = new Rows(truths.size() * config.anchorSampling().total());
    for (int image = 0; image < truths.size(); image++) {
      float[] objects = truths.get(image).boxes();
      Matches matches = config.anchors().match(objects, anchors);
      Sample sample = config.anchorSampling().sample(matches, sampler);
      for (int i : sample.objects()) {
        rows.object(image * perImage + i, anchors, i, objects, matches.objects()[i]);
      }
      for (int i : sample.background()) {
        rows.background(image * perImage + i);
      }
    }
    double nominal = (double) config.anchorSampling().total() * truths.size();
    Map<String, NDArray> losses = new LinkedHashMap<>();
    losses.put("loss_rpn_cls", LossOps.divide(classLoss(predictions, rows), nominal));
    losses.put("loss_rpn_loc", LossOps.divide(boxLoss(predictions, rows), nominal));
    return losses;
  }

  private static NDArray classLoss(RpnPredictions predictions, Rows rows) {
    NDArray logits = FlatMaps.rows(predictions.logits(), 1).flatten();
    NDManager manager = logits.getManager();
    return LossOps.binaryCrossEntropyOfRows(
        logits,
        HostArrays.of(manager, Arrays.copyOf(rows.places, rows.count), rows.count),
        HostArrays.of(manager, Arrays.copyOf(rows.targets, rows.count), rows.count));
  }

  private NDArray boxLoss(RpnPredictions predictions, Rows rows) {
    NDArray deltas = FlatMaps.rows(predictions.deltas(), Boxes.SIZE);
    NDManager manager = deltas.getManager();
    int count = rows.objectCount;
    float[] targets =
        rpn.coder()
            .encode(
                Arrays.copyOf(rows.anchors, Boxes.SIZE * count),
                Arrays.copyOf(rows.objects, Boxes.SIZE * count));
    return LossOps.smoothL1OfRows(
        deltas,
        HostArrays.of(manager, Arrays.copyOf(rows.objectPlaces, count), count),
        HostArrays.of(manager, targets, count, Boxes.SIZE),
        0);
  }

  /** The anchors that were sampled, as rows of the flattened predictions. */
  private static final class Rows {
    private final long[] places;
    private final float[] targets;
    private final long[] objectPlaces;
    private final float[] anchors;
    private final float[] objects;
    private int count;
    private int objectCount;

    Rows(int capacity) {
      places = new long[capacity];
      targets = new float[capacity];
      objectPlaces = new long[capacity];
      anchors = new float[Boxes.SIZE * capacity];
      objects = new float[Boxes.SIZE * capacity];
    }

    void background(long place) {
      places[count++] = place;
    }

    void object(long place, float[] from, int anchor, float[] truth, int object) {
      int at = Boxes.SIZE * objectCount;
      System.arraycopy(from, Boxes.SIZE * anchor, anchors, at, Boxes.SIZE);
      System.arraycopy(truth, Boxes.SIZE * object, objects, at, Boxes.SIZE);
      objectPlaces[objectCount++] = place;
      targets[count] = 1;
      places[count++] = place;
    }
  }
}
