/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.MaskProbabilities;
import io.mpvit.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Finds boxes that depend on nothing but the pixels of the picture and of its batch. */
final class PixelDetector implements Detector {

  private static final int CLASSES = 8;

  private final boolean masks;
  private int calls;

  PixelDetector(boolean masks) {
    this.masks = masks;
  }

  int calls() {
    return calls;
  }

  @Override
  public List<Detections> detect(List<RgbImage> pictures) {
    calls++;
    List<Detections> found = new ArrayList<>();
    for (RgbImage picture : pictures) {
      SplittableRandom random =
          new SplittableRandom(31L * picture.hashCode() + pictures.hashCode());
      List<Detection> items = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        items.add(detection(picture, random, 0.9f - 0.1f * i));
      }
      found.add(new Detections(picture.size(), items));
    }
    return found;
  }

  private Detection detection(RgbImage picture, SplittableRandom random, float score) {
    float x = (float) random.nextDouble(picture.width() / 2);
    float y = (float) random.nextDouble(picture.height() / 2);
    Box box = new Box(x, y, x + picture.width() / 3f, y + picture.height() / 3f);
    float[] values = new float[4];
    for (int i = 0; i < 4; i++) {
      values[i] = random.nextInt(2);
    }
    return new Detection(
        box,
        score,
        random.nextInt(CLASSES),
        masks ? Optional.of(new MaskProbabilities(2, values)) : Optional.empty());
  }
}
