/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import ai.djl.ndarray.NDList;
import io.mpvit.image.ImageSize;
import java.util.List;

/** Turns what a detection network puts out for a batch into detections. */
@FunctionalInterface
public interface DetectionDecoder {

  /**
   * Decodes a batch.
   *
   * @param outputs the network's outputs for N images
   * @param sizes size of each image in the network's input, without padding
   * @return the detections of each image in pixels of its size; boxes may reach outside
   */
  List<Detections> decode(NDList outputs, List<ImageSize> sizes);
}
