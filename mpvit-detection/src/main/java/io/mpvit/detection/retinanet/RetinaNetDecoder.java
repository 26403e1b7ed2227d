/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.Detection;
import io.mpvit.detection.DetectionDecoder;
import io.mpvit.detection.Detections;
import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.anchor.AnchorLevel;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns RetinaNet's dense predictions into detections in pixels of the network image.
 *
 * <p>Per level: the pairs of anchor and class that {@link RetinaNetThresholds.Rule} lets through,
 * decoded. Over all levels: suppression per class, then the 100 best. By detectron2's rule boxes
 * are <em>not</em> clipped here; detections that lie in the padding take part and vanish when
 * {@link Detections#resizedTo} clips them to the picture. By mmdetection's they are clipped before
 * suppression, and none vanishes. Logits that are not numbers are never candidates.
 *
 * <p>mmdetection scales boxes to the picture before suppression. Scaling an axis changes no ratio
 * of areas, so that makes no difference but for rounding.
 */
public final class RetinaNetDecoder implements DetectionDecoder {
  private final RetinaNetHeadConfig head;
  private final RetinaNetThresholds thresholds;
  private final List<AnchorLevel> anchors;
  private final LevelSelector selector;

  /**
   * Creates a decoder.
   *
   * @param head the head that made the predictions
   * @param thresholds what to keep
   */
  public RetinaNetDecoder(RetinaNetHeadConfig head, RetinaNetThresholds thresholds) {
    this.head = head;
    this.thresholds = thresholds;
    List<AnchorLevel> levels = new ArrayList<>();
    for (int level = 0; level < head.anchors().levels(); level++) {
      levels.add(head.anchors().level(level));
    }
    this.anchors = List.copyOf(levels);
    this.selector =
        switch (thresholds.rule()) {
          case DETECTRON2 -> new PairSelector(head, thresholds);
          case MMDETECTION -> new AnchorSelector(head, thresholds);
        };
  }

  @Override
  public List<Detections> decode(NDList outputs, List<ImageSize> sizes) {
    return decode(RetinaNetPredictions.of(outputs), sizes);
  }

  /**
   * Decodes a batch.
   *
   * @param predictions the head's outputs for N images
   * @param sizes the images' sizes in the network image without padding, N of them
   * @return the detections of each image, in pixels of those sizes; unclipped by detectron2's rule
   * @throws IllegalArgumentException if the predictions do not belong to this head or there is not
   *     one size per image
   */
  public List<Detections> decode(RetinaNetPredictions predictions, List<ImageSize> sizes) {
    check(predictions, sizes);
    List<Detections> results = new ArrayList<>(sizes.size());
    for (int image = 0; image < sizes.size(); image++) {
      List<Candidates> levels = new ArrayList<>();
      for (int level = 0; level < predictions.levels(); level++) {
        levels.add(candidates(predictions, level, image, sizes.get(image)));
      }
      results.add(new Detections(sizes.get(image), select(Candidates.concatenate(levels))));
    }
    return results;
  }

  @Override
  public Detections toOriginal(Detections found, ImageSize original) {
    return thresholds.rule() == RetinaNetThresholds.Rule.MMDETECTION
        ? found.scaledTo(original)
        : found.resizedTo(original);
  }

  /** Applies suppression and the limit per image. */
  private List<Detection> select(Candidates all) {
    Candidates kept = all.suppress(thresholds.overlap(), thresholds.detections());
    return IntStream.range(0, kept.size())
        .mapToObj(i -> new Detection(Box.at(kept.boxes(), i), kept.scores()[i], kept.groups()[i]))
        .toList();
  }

  private Candidates candidates(
      RetinaNetPredictions predictions, int level, int image, ImageSize size) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray logits = predictions.logits().get(level).get(image); // [A * K, H, W]
      NDArray deltas = predictions.deltas().get(level).get(image); // [A * 4, H, W]
      return selector.select(anchors.get(level), logits, deltas, size);
    }
  }

  private void check(RetinaNetPredictions predictions, List<ImageSize> sizes) {
    AnchorGenerator generator = head.anchors();
    if (predictions.levels() != generator.levels()) {
      throw new IllegalArgumentException(
          "RetinaNet predictions: expected "
              + generator.levels()
              + " levels, found "
              + predictions.levels());
    }
    if (predictions.images() != sizes.size()) {
      throw new IllegalArgumentException(
          "sizes: expected one for each of " + predictions.images() + " images, found " + sizes);
    }
    for (int level = 0; level < predictions.levels(); level++) {
      Shape logits = predictions.logits().get(level).getShape();
      Shape deltas = predictions.deltas().get(level).getShape();
      int perCell = generator.anchorsPerCell();
      if (logits.dimension() != 4
          || logits.get(1) != (long) perCell * head.classes()
          || !deltas.equals(new Shape(logits.get(0), 4L * perCell, logits.get(2), logits.get(3)))) {
        throw new IllegalArgumentException(
            "RetinaNet predictions: expected "
                + perCell
                + " anchors of "
                + head.classes()
                + " classes and 4 deltas, found logits "
                + logits
                + " and deltas "
                + deltas);
      }
    }
  }
}
