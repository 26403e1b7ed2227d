/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

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

/** Brings the detections that a {@link MaskRcnn} block puts out, with their masks, into Java. */
public final class MaskRcnnDecoder implements DetectionDecoder {

  /** Creates a decoder. */
  public MaskRcnnDecoder() {}

  @Override
  public List<Detections> decode(NDList outputs, List<ImageSize> sizes) {
    MaskRcnnPredictions predictions = MaskRcnnPredictions.of(outputs);
    long[] counts = predictions.counts().toLongArray();
    if (counts.length != sizes.size()) {
      throw new IllegalArgumentException(
          "sizes: expected one for each of " + counts.length + " images, found " + sizes);
    }
    List<Detection> all = all(predictions);
    List<Detections> images = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = at + Math.toIntExact(counts[i]);
      images.add(new Detections(sizes.get(i), all.subList(at, end)));
      at = end;
    }
    return images;
  }

  private static List<Detection> all(MaskRcnnPredictions predictions) {
    float[] boxes = predictions.boxes().toFloatArray();
    float[] scores = predictions.scores().toFloatArray();
    long[] classes = predictions.classes().toLongArray();
    float[] masks = predictions.masks().toFloatArray();
    int side = Math.toIntExact(predictions.masks().getShape().get(1));
    int area = side * side;
    List<Detection> all = new ArrayList<>(scores.length);
    for (int i = 0; i < scores.length; i++) {
      float[] mask = Arrays.copyOfRange(masks, i * area, (i + 1) * area);
      all.add(
          new Detection(
              Box.at(boxes, i),
              scores[i],
              Math.toIntExact(classes[i]),
              Optional.of(new MaskProbabilities(side, mask))));
    }
    return all;
  }
}
