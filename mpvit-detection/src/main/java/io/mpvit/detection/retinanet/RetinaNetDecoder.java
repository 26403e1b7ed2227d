/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.mpvit.detection.Detection;
import io.mpvit.detection.DetectionDecoder;
import io.mpvit.detection.Detections;
import io.mpvit.detection.anchor.AnchorDecoder;
import io.mpvit.detection.anchor.AnchorGenerator;
import io.mpvit.detection.anchor.AnchorLevel;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.box.Candidates;
import io.mpvit.detection.box.TopScores;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Turns RetinaNet's dense predictions into detections in pixels of the network image.
 *
 * <p>Per level: the pairs of anchor and class whose probability exceeds the threshold, at most the
 * 1000 best of them, decoded. Over all levels: suppression per class, then the 100 best. Boxes are
 * <em>not</em> clipped here; detections that lie in the padding take part and vanish when {@link
 * Detections#resizedTo} clips them to the picture. Logits that are not numbers are never
 * candidates.
 */
public final class RetinaNetDecoder implements DetectionDecoder {
  private final RetinaNetHeadConfig head;
  private final RetinaNetThresholds thresholds;
  private final List<AnchorLevel> anchors;

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
   * @return the detections of each image, in pixels of those sizes, unclipped
   * @throws IllegalArgumentException if the predictions do not belong to this head or there is not
   *     one size per image
   */
  public List<Detections> decode(RetinaNetPredictions predictions, List<ImageSize> sizes) {
    check(predictions, sizes);
    List<Detections> results = new ArrayList<>(sizes.size());
    for (int image = 0; image < sizes.size(); image++) {
      List<Candidates> levels = new ArrayList<>();
      for (int level = 0; level < predictions.levels(); level++) {
        levels.add(candidates(predictions, level, image));
      }
      results.add(new Detections(sizes.get(image), select(Candidates.concatenate(levels))));
    }
    return results;
  }

  /** Applies suppression and the limit per image. */
  private List<Detection> select(Candidates all) {
    Candidates kept = all.suppress(thresholds.overlap(), thresholds.detections());
    return IntStream.range(0, kept.size())
        .mapToObj(i -> new Detection(Box.at(kept.boxes(), i), kept.scores()[i], kept.groups()[i]))
        .toList();
  }

  private Candidates candidates(RetinaNetPredictions predictions, int level, int image) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray logits = predictions.logits().get(level).get(image); // [A * K, H, W]
      TopScores top = TopScores.select(logits, logitBound(), thresholds.candidatesPerLevel());
      if (top.size() == 0) {
        return Candidates.NONE;
      }
      float[] probabilities = sigmoid(logits, top.values());
      float[] deltas = predictions.deltas().get(level).get(image).toFloatArray(); // [A * 4, H, W]
      return decode(anchors.get(level), logits.getShape(), top.positions(), probabilities, deltas);
    }
  }

  /**
   * The score threshold as a logit, a little lower, so that no probability above the threshold is
   * lost to rounding; {@link #decode(AnchorLevel, Shape, int[], float[], float[])} applies the
   * exact one.
   */
  private float logitBound() {
    double p = thresholds.score();
    return (float) (Math.log(p / (1 - p)) - 1e-3);
  }

  /** The engine's own sigmoid, because the strict threshold is defined on its float32 result. */
  private static float[] sigmoid(NDArray owner, float[] logits) {
    NDArray values = owner.getManager().create(logits);
    return Activation.sigmoid(values).toFloatArray();
  }

  private Candidates decode(
      AnchorLevel level, Shape map, int[] positions, float[] probabilities, float[] deltas) {
    int width = Math.toIntExact(map.get(2));
    int cells = Math.toIntExact(map.get(1)) * width;
    int[] cellAnchors = new int[positions.length]; // in [A, H, W]
    float[] scores = new float[positions.length];
    int[] classes = new int[positions.length];
    int n = 0;
    for (int i = 0; i < positions.length; i++) {
      if (probabilities[i] > thresholds.score()) {
        int channel = positions[i] / cells;
        cellAnchors[n] = channel / head.classes() * cells + positions[i] % cells;
        scores[n] = probabilities[i];
        classes[n++] = channel % head.classes();
      }
    }
    float[] boxes =
        new AnchorDecoder(level, head.coder())
            .decode(deltas, cells, width, Arrays.copyOf(cellAnchors, n));
    return new Candidates(boxes, Arrays.copyOf(scores, n), Arrays.copyOf(classes, n));
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
