/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.mask.MaskTargets;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.ops.Boxes;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import java.util.List;
import java.util.stream.IntStream;

/** The losses of regions: class, box and mask. */
final class RegionLoss {

  private RegionLoss() {}

  /**
   * The mean cross-entropy.
   *
   * @param logits [R, K + 1]
   * @param targets R regions
   */
  static NDArray ofClasses(NDArray logits, RegionTargets targets) {
    NDArray labels = HostArrays.of(logits.getManager(), targets.labels(), targets.size());
    return LossOps.crossEntropy(logits, labels);
  }

  /**
   * The L1 distance of the deltas of regions that stand for objects, divided by the number of all
   * regions.
   *
   * @param deltas [R, 4 * K], of which those of the true class count, or [R, 4]
   */
  static NDArray ofBoxes(
      NDArray deltas,
      RegionTargets targets,
      List<GroundTruth> truths,
      int background,
      BoxCoder coder) {
    int perRegion = Math.toIntExact(deltas.getShape().get(1) / Boxes.SIZE);
    int[] positions = targets.foregroundPositions(background);
    long[] rows =
        IntStream.of(positions)
            .mapToLong(i -> perRegion == 1 ? i : (long) i * perRegion + targets.classes()[i])
            .toArray();
    RegionTargets objects = targets.foreground(background);
    float[] wanted = coder.encode(objects.boxes(), objects.objectBoxes(truths));
    NDManager manager = deltas.getManager();
    NDArray sum =
        LossOps.smoothL1OfRows(
            deltas.reshape(-1, Boxes.SIZE),
            HostArrays.of(manager, rows, rows.length),
            HostArrays.of(manager, wanted, rows.length, Boxes.SIZE),
            0);
    return LossOps.divide(sum, targets.size());
  }

  /**
   * The mean binary cross-entropy of masks.
   *
   * @param logits [P, M, M] of the true classes
   * @param targets P regions that stand for objects
   */
  static NDArray ofMasks(NDArray logits, RegionTargets targets, List<GroundTruth> truths) {
    Shape shape = logits.getShape();
    int side = Math.toIntExact(shape.get(1));
    float[] wanted = new float[Math.toIntExact(shape.size())];
    int at = 0;
    for (int i = 0; i < targets.size(); i++) {
      List<double[]> polygons =
          truths.get(targets.images()[i]).polygons().get(targets.objects()[i]);
      for (boolean set : MaskTargets.ofPolygons(polygons, Box.at(targets.boxes(), i), side)) {
        wanted[at++] = set ? 1 : 0;
      }
    }
    NDArray masks = HostArrays.of(logits.getManager(), wanted, shape.getShape());
    return LossOps.divide(LossOps.binaryCrossEntropy(logits, masks), shape.size());
  }
}
