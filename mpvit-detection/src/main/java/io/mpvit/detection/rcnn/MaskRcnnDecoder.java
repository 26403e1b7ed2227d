/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.mpvit.detection.Detection;
import io.mpvit.detection.DetectionDecoder;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.MaskProbabilities;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings the detections that a {@link MaskRcnn} block puts out, with their masks if it makes them,
 * into Java.
 */
public final class MaskRcnnDecoder implements DetectionDecoder {
  private final boolean keepsEmpty;

  /** Creates a decoder that drops detections without a box. */
  public MaskRcnnDecoder() {
    this(false);
  }

  /**
   * Creates a decoder.
   *
   * @param keepsEmpty whether detections without a box stay
   */
  public MaskRcnnDecoder(boolean keepsEmpty) {
    this.keepsEmpty = keepsEmpty;
  }

  @Override
  public Detections toOriginal(Detections found, ImageSize original) {
    return keepsEmpty ? found.scaledTo(original) : found.resizedTo(original);
  }

  @Override
  public List<Detections> decode(NDList outputs, List<ImageSize> sizes) {
    MaskRcnnPredictions predictions = MaskRcnnPredictions.of(outputs);
    long[] counts = predictions.counts().toLongArray();
    if (counts.length != sizes.size()) {
      throw new IllegalArgumentException(
          "sizes: expected one for each of " + counts.length + " images, found " + sizes);
    }
    float[] boxes = predictions.boxes().toFloatArray();
    float[] scores = predictions.scores().toFloatArray();
    long[] classes = predictions.classes().toLongArray();
    Masks masks = predictions.masks().map(Masks::of).orElse(null);
    int rows = Math.toIntExact(predictions.scores().getShape().get(1)); // [N, D]
    List<Detections> images = new ArrayList<>();
    for (int image = 0; image < counts.length; image++) {
      List<Detection> items = new ArrayList<>();
      for (int i = image * rows; i < image * rows + counts[image]; i++) {
        int classIndex = Math.toIntExact(classes[i]);
        Optional<MaskProbabilities> mask =
            masks == null ? Optional.empty() : Optional.of(masks.get(i));
        items.add(new Detection(Box.at(boxes, i), scores[i], classIndex, mask));
      }
      images.add(new Detections(sizes.get(image), items));
    }
    return images;
  }

  /** The masks of all rows of all images. */
  private record Masks(float[] values, int side) {

    static Masks of(NDArray masks) {
      // [N, D, M, M]
      return new Masks(masks.toFloatArray(), Math.toIntExact(masks.getShape().get(2)));
    }

    MaskProbabilities get(int row) {
      int area = side * side;
      return new MaskProbabilities(side, Arrays.copyOfRange(values, row * area, (row + 1) * area));
    }
  }
}
