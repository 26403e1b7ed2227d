/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
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

/** Brings the detections that a {@link MaskRcnn} block puts out, with their masks, into Java. */
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
    float[] masks = predictions.masks().toFloatArray();
    Shape shape = predictions.masks().getShape(); // [N, D, M, M]
    int rows = Math.toIntExact(shape.get(1));
    int side = Math.toIntExact(shape.get(2));
    int area = side * side;
    List<Detections> images = new ArrayList<>();
    for (int image = 0; image < counts.length; image++) {
      List<Detection> items = new ArrayList<>();
      for (int i = image * rows; i < image * rows + counts[image]; i++) {
        MaskProbabilities mask =
            new MaskProbabilities(side, Arrays.copyOfRange(masks, i * area, (i + 1) * area));
        int classIndex = Math.toIntExact(classes[i]);
        items.add(new Detection(Box.at(boxes, i), scores[i], classIndex, Optional.of(mask)));
      }
      images.add(new Detections(sizes.get(image), items));
    }
    return images;
  }
}
