/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import ai.djl.ndarray.NDManager;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.TorchBlock;
import io.mpvit.pipeline.PicturePipeline;
import io.mpvit.pipeline.PreparedBatch;
import java.util.List;
import java.util.Objects;

/**
 * From pictures to objects with their pixels: a detector whose detections have masks, then pasting.
 *
 * <p>Holds no state of its own, so threads may share one; each call keeps nothing but its result.
 *
 * @param detector a detector whose detections have masks
 */
public record InstanceSegmenter(ObjectDetector detector) implements PicturePipeline<Instances> {

  /** Checks that nothing is missing. */
  public InstanceSegmenter {
    Objects.requireNonNull(detector, "detector");
  }

  @Override
  public TorchBlock network() {
    return detector.network();
  }

  /**
   * Finds objects in one batch. A picture's results depend a little on the largest one of its
   * batch, because the network sees the padding.
   *
   * @param images one or more pictures of any sizes
   * @param manager where the network's parameters are; nothing stays in it
   * @return the objects of each picture, in its own pixels
   */
  public List<Instances> segment(List<RgbImage> images, NDManager manager) {
    return run(images, manager);
  }

  @Override
  public Object batchKey(RgbImage picture) {
    return detector.batchKey(picture);
  }

  @Override
  public PreparedBatch<Instances> prepare(List<RgbImage> pictures, NDManager manager) {
    PreparedBatch<Detections> batch = detector.prepare(pictures, manager);
    return new PreparedBatch<>(
        batch.inputs(), outputs -> batch.results(outputs).stream().map(Instances::of).toList());
  }
}
