/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;

/**
 * Sine position encoding relative to the part of a map that the picture covers: half of the
 * features tell the row, the other half the column. Values in the padding mean nothing.
 */
final class SinePositions {
  private static final float TEMPERATURE = 10000f;
  private static final float EPS = 1e-6f;

  private SinePositions() {}

  /**
   * The encoding of one level.
   *
   * @param grid the level and what the pictures cover of it
   * @param level the level's number
   * @param width D, the number of features, even
   * @param manager owner of the result
   * @return [B, H * W, D]
   */
  static NDArray of(TokenGrid grid, int level, int width, NDManager manager) {
    ImageSize map = grid.levels().get(level);
    int pictures = grid.pictures();
    int features = width / 2;
    int h = map.height();
    int w = map.width();
    float[] rows = new float[pictures * h * features];
    float[] columns = new float[pictures * w * features];
    for (int b = 0; b < pictures; b++) {
      ImageSize area = grid.area(b, level);
      fill(rows, b * h * features, h, area.height(), features);
      fill(columns, b * w * features, w, area.width(), features);
    }
    try (NDArray y = manager.create(rows, new Shape(pictures, h, 1, features));
        NDArray x = manager.create(columns, new Shape(pictures, 1, w, features));
        NDArray everyY = y.broadcast(pictures, h, w, features);
        NDArray everyX = x.broadcast(pictures, h, w, features);
        NDArray both = NDArrays.concat(new NDList(everyY, everyX), 3)) {
      return both.reshape(pictures, (long) h * w, width);
    }
  }

  /** Sines and cosines of one axis; float32 as in the original. */
  private static void fill(float[] out, int offset, int size, int covered, int features) {
    for (int i = 0; i < size; i++) {
      float angle = (Math.min(i + 1, covered) - 0.5f) / (covered + EPS) * (float) (2 * Math.PI);
      for (int f = 0; f < features; f++) {
        out[offset + i * features + f] = wave(angle, f, features);
      }
    }
  }

  /** Feature f of an angle: sine for even, cosine for odd ones, ever slower. */
  static float wave(float angle, int f, int features) {
    float phase = angle / divisor(f, features);
    return (float) (f % 2 == 0 ? Math.sin(phase) : Math.cos(phase));
  }

  /** What feature f divides the angle by. */
  static float divisor(int f, int features) {
    return (float) Math.pow(TEMPERATURE, (float) (2 * (f / 2)) / features);
  }
}
