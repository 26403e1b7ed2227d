/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.reference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.RgbImage;

/** Deterministic inputs. */
public final class ReferenceInputs {

  private static final int BLOCK = 8;
  private static final int CHANNELS = 3;

  private ReferenceInputs() {}

  /**
   * A float input.
   *
   * @param name the input's name, for example {@code input}
   * @param shape its shape
   * @return values in [-2, 2), row-major
   */
  public static float[] values(String name, Shape shape) {
    ReferenceSequence sequence = new ReferenceSequence(name);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (4 * sequence.at(i) - 2);
    }
    return values;
  }

  /**
   * A float input as an array.
   *
   * @param manager owns the array
   * @param name the input's name
   * @param shape its shape
   * @return values in [-2, 2)
   */
  public static NDArray array(NDManager manager, String name, Shape shape) {
    try (NDArray borrowed = manager.create(values(name, shape), shape)) {
      // Arrays made from Java data share Java's memory.
      return borrowed.duplicate();
    }
  }

  /**
   * A picture of coloured squares, eight pixels wide.
   *
   * @param name the picture's name, for example {@code image}
   * @param height in pixels
   * @param width in pixels
   * @return the picture
   */
  public static RgbImage image(String name, int height, int width) {
    ReferenceSequence sequence = new ReferenceSequence(name);
    long rows = (height + BLOCK - 1) / BLOCK;
    long columns = (width + BLOCK - 1) / BLOCK;
    byte[] pixels = new byte[height * width * CHANNELS];
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < CHANNELS; c++) {
          long index = (c * rows + y / BLOCK) * columns + x / BLOCK;
          pixels[i++] = (byte) (int) Math.floor(256 * sequence.at(index));
        }
      }
    }
    return RgbImage.of(width, height, pixels);
  }
}
