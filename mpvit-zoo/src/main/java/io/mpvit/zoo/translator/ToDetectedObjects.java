/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.BoundingBox;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Rectangle;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.function.Function;

/**
 * From detections to DJL's detected objects: rectangles as fractions of the picture's width and
 * height, by descending score.
 *
 * @param names class names by index
 */
public record ToDetectedObjects(List<String> names)
    implements Function<Detections, DetectedObjects> {

  /** Copies the names. */
  public ToDetectedObjects {
    names = List.copyOf(names);
  }

  @Override
  public DetectedObjects apply(Detections found) {
    List<Detection> items = found.items();
    return new DetectedObjects(
        items.stream().map(item -> names.get(item.classIndex())).toList(),
        items.stream().map(item -> (double) item.score()).toList(),
        items.stream().map(item -> normalised(item.box(), found.size())).toList());
  }

  private static BoundingBox normalised(Box box, ImageSize size) {
    return new Rectangle(
        (double) box.x1() / size.width(),
        (double) box.y1() / size.height(),
        (double) box.width() / size.width(),
        (double) box.height() / size.height());
  }
}
