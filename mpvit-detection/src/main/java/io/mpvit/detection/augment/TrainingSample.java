/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.augment;

import io.mpvit.detection.target.GroundTruth;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import io.mpvit.ops.Boxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A picture at network size and its objects.
 *
 * @param image the picture
 * @param truth its objects, in its pixels
 */
public record TrainingSample(RgbImage image, GroundTruth truth) {

  /** Boxes must be wider and higher than this. */
  private static final float MIN_SIDE = 1e-5f;

  /**
   * Applies decided steps to a picture and its objects, as detectron2 does: a box follows its
   * corners and is clipped to the final picture, but not tightened to what is left of the polygons.
   * Objects whose box has vanished are dropped, and with masks those whose polygons have.
   *
   * @param image the original picture
   * @param annotations its objects, none of them a crowd
   * @param steps the steps in order
   * @param masks whether polygons are needed
   * @return the sample
   */
  public static TrainingSample of(
      RgbImage image, List<Annotation> annotations, List<GeometryStep> steps, boolean masks) {
    RgbImage changed = image;
    for (GeometryStep step : steps) {
      changed = step.apply(changed);
    }
    float[] boxes = new float[Boxes.SIZE * annotations.size()];
    int[] classes = new int[annotations.size()];
    List<List<double[]>> polygons = new ArrayList<>();
    int count = 0;
    for (Annotation annotation : annotations) {
      float[] box = box(annotation, steps, changed.size());
      List<double[]> parts = masks ? polygons(annotation, steps) : List.of();
      boolean visible = box[2] - box[0] > MIN_SIDE && box[3] - box[1] > MIN_SIDE;
      if (visible && !(masks && parts.isEmpty())) {
        System.arraycopy(box, 0, boxes, Boxes.SIZE * count, Boxes.SIZE);
        classes[count++] = annotation.classIndex();
        polygons.add(parts);
      }
    }
    return new TrainingSample(
        changed,
        new GroundTruth(
            Arrays.copyOf(boxes, Boxes.SIZE * count),
            Arrays.copyOf(classes, count),
            masks ? polygons : List.of()));
  }

  private static float[] box(Annotation a, List<GeometryStep> steps, ImageSize size) {
    double[] corners = {a.x1(), a.y1(), a.x2(), a.y1(), a.x1(), a.y2(), a.x2(), a.y2()};
    for (GeometryStep step : steps) {
      corners = step.apply(corners);
    }
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < corners.length; i += 2) {
      left = Math.min(left, corners[i]);
      right = Math.max(right, corners[i]);
      top = Math.min(top, corners[i + 1]);
      bottom = Math.max(bottom, corners[i + 1]);
    }
    return new float[] {
      clamp(left, size.width()),
      clamp(top, size.height()),
      clamp(right, size.width()),
      clamp(bottom, size.height())
    };
  }

  private static float clamp(double value, int max) {
    return (float) Math.min(Math.max(value, 0), max);
  }

  private static List<double[]> polygons(Annotation annotation, List<GeometryStep> steps) {
    List<double[]> parts = annotation.polygons();
    for (GeometryStep step : steps) {
      parts = step.apply(parts);
    }
    return parts;
  }
}
