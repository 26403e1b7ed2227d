/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import io.mpvit.detection.Detections;
import io.mpvit.image.RgbImage;
import java.util.List;

/** Finds objects in pictures, by whatever means. */
@FunctionalInterface
public interface Detector {

  /**
   * Finds objects in one batch.
   *
   * @param pictures one or more pictures of any sizes
   * @return the objects of each picture, in its own pixels; with masks if the detector has them
   */
  List<Detections> detect(List<RgbImage> pictures);
}
