/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.modality.cv.output.BoundingBox;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Mask;
import ai.djl.modality.cv.output.Rectangle;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.MaskProbabilities;
import io.mpvit.image.ImageSize;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * From detections to DJL's detected objects: rectangles as fractions of the picture's width and
 * height, by descending score. Where the network makes masks, a rectangle is a {@link Mask}: the
 * network's own 28x28 probabilities, laid over the box, which is what DJL draws. Larger ones would
 * say no more, and DJL writes all of them into JSON; printed, a mask is its size. (DJL cannot draw
 * a mask that is thinner than a pixel; {@code InstanceVisualizer} can.)
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
        items.stream().map(item -> normalised(item, found.size())).toList());
  }

  private static BoundingBox normalised(Detection item, ImageSize size) {
    Box box = item.box();
    double x = (double) box.x1() / size.width();
    double y = (double) box.y1() / size.height();
    double width = (double) box.width() / size.width();
    double height = (double) box.height() / size.height();
    return item.mask()
        .<BoundingBox>map(mask -> new BriefMask(x, y, width, height, rows(mask)))
        .orElseGet(() -> new Rectangle(x, y, width, height));
  }

  private static float[][] rows(MaskProbabilities mask) {
    int side = mask.side();
    float[] values = mask.values();
    float[][] rows = new float[side][];
    for (int row = 0; row < side; row++) {
      rows[row] = Arrays.copyOfRange(values, row * side, (row + 1) * side);
    }
    return rows;
  }
}
