/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.HostArrays;

/**
 * Where the heads of a fresh deformable attention look: each in a direction of its own, its points
 * one to P cells away along the longer component.
 */
final class InitialOffsets {

  private InitialOffsets() {}

  /** The values in the order (head, level, point, x and y). */
  static float[] values(TransformerConfig config) {
    int levels = config.levels();
    int points = config.points();
    float[] offsets = new float[config.heads() * levels * points * 2];
    for (int i = 0; i < offsets.length / 2; i++) {
      // The angle in float32, as the original has it: diagonals are a little off 1.
      double angle = i / (levels * points) * (float) (2 * Math.PI / config.heads());
      double longer = Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)));
      int distance = i % points + 1;
      offsets[2 * i] = (float) (Math.cos(angle) / longer * distance);
      offsets[2 * i + 1] = (float) (Math.sin(angle) / longer * distance);
    }
    return offsets;
  }

  static Initializer of(TransformerConfig config) {
    return (manager, shape, type) -> HostArrays.of(manager, values(config), shape.getShape());
  }
}
