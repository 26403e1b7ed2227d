/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.detection.transform.ImageBatch;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * From pictures to detections in pixels of those pictures: transform, network, decoder, mapping
 * back.
 *
 * <p>Holds no state of its own, so threads may share one; each call keeps nothing but its result.
 *
 * @param network an initialised network, its parameters frozen
 * @param transform what happens to pictures before the network
 * @param decoder what happens to the network's outputs
 */
public record ObjectDetector(
    TorchBlock network, DetectorTransform transform, DetectionDecoder decoder) {

  /** Checks that nothing is missing. */
  public ObjectDetector {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(transform, "transform");
    Objects.requireNonNull(decoder, "decoder");
  }

  /**
   * Finds objects in one batch. A picture's results depend a little on the largest one of its
   * batch, because the network sees the padding.
   *
   * @param images one or more pictures of any sizes
   * @param manager where the network's parameters are; nothing stays in it
   * @return the detections of each picture, in its own pixels, clipped to it
   */
  public List<Detections> detect(List<RgbImage> images, NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      ImageBatch batch = transform.batch(images, scope);
      NDList outputs = network.forward(new ParameterStore(scope, false), batch.inputs(), false);
      List<Detections> found = decoder.decode(outputs, batch.sizes());
      List<Detections> mapped = new ArrayList<>(found.size());
      for (int i = 0; i < found.size(); i++) {
        mapped.add(found.get(i).resizedTo(batch.originals().get(i)));
      }
      return mapped;
    }
  }
}
