/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Feature;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.HostArrays;
import java.util.Arrays;

/**
 * One map of features of one picture: a vector of {@link #channels} numbers for every cell of a
 * grid. The numbers have no unit and no fixed range; of most families they are about -10 to 10.
 */
public final class FeatureMap {

  private final Feature feature;
  private final int height;
  private final int width;
  private final float[] values;

  private FeatureMap(Feature feature, int height, int width, float[] values) {
    this.feature = feature;
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /** Of a batch's map [N, C, H, W] the part of a picture that covers the top left of its input. */
  static FeatureMap cut(Feature feature, float[] batch, Shape shape, int index, ImageSize seen) {
    int channels = Math.toIntExact(shape.get(1));
    int rows = Math.toIntExact(shape.get(2));
    int columns = Math.toIntExact(shape.get(3));
    // families that round down have fewer cells than begin in the picture
    int height = Math.min(rows, cells(seen.height(), feature.stride()));
    int width = Math.min(columns, cells(seen.width(), feature.stride()));
    float[] values = new float[channels * height * width];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        int from = ((index * channels + c) * rows + y) * columns;
        System.arraycopy(batch, from, values, (c * height + y) * width, width);
      }
    }
    return new FeatureMap(feature, height, width, values);
  }

  private static int cells(int pixels, int stride) {
    return (pixels + stride - 1) / stride;
  }

  /**
   * The feature's name.
   *
   * @return as published, such as {@code stage4} or {@code res5}
   */
  public String name() {
    return feature.name();
  }

  /**
   * The length of every cell's vector.
   *
   * @return at least 1
   */
  public int channels() {
    return feature.channels();
  }

  /**
   * How far apart the cells are.
   *
   * @return pixels of the picture at the size at which the network saw it, in both directions
   */
  public int stride() {
    return feature.stride();
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int height() {
    return height;
  }

  /**
   * The number of columns.
   *
   * @return at least 1
   */
  public int width() {
    return width;
  }

  /**
   * All numbers.
   *
   * @return a copy; channel c of the cell in column x and row y is at {@code (c * height + y) *
   *     width + x}
   */
  public float[] values() {
    return values.clone();
  }

  /**
   * One number.
   *
   * @param channel from 0
   * @param y row, from 0 at the top
   * @param x column, from 0 at the left
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such channel or cell
   */
  public float value(int channel, int y, int x) {
    if (channel < 0 || y < 0 || y >= height || x < 0 || x >= width) {
      throw new IndexOutOfBoundsException(
          "channel %d of the cell in row %d, column %d of %s".formatted(channel, y, x, this));
    }
    return values[(channel * height + y) * width + x];
  }

  /**
   * The vector of a cell.
   *
   * @param y row, from 0 at the top
   * @param x column, from 0 at the left
   * @return {@link #channels} values
   * @throws IndexOutOfBoundsException if there is no such cell
   */
  public float[] vector(int y, int x) {
    float[] vector = new float[channels()];
    for (int c = 0; c < vector.length; c++) {
      vector[c] = value(c, y, x);
    }
    return vector;
  }

  /**
   * The mean vector of all cells, which describes the picture as a whole.
   *
   * @return {@link #channels} values
   */
  public float[] mean() {
    int cells = height * width;
    float[] mean = new float[channels()];
    for (int c = 0; c < mean.length; c++) {
      double sum = 0;
      for (int i = c * cells; i < (c + 1) * cells; i++) {
        sum += values[i];
      }
      mean[c] = (float) (sum / cells);
    }
    return mean;
  }

  /**
   * Copies the map to the engine.
   *
   * @param manager owns the array
   * @return [channels, height, width], float32
   */
  public NDArray toArray(NDManager manager) {
    return HostArrays.of(manager, values, channels(), height, width);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureMap map
        && feature.equals(map.feature)
        && height == map.height
        && width == map.width
        && Arrays.equals(values, map.values);
  }

  @Override
  public int hashCode() {
    return 31 * feature.hashCode() + Arrays.hashCode(values);
  }

  /** Name and shape, such as {@code stage4 224x14x14}. */
  @Override
  public String toString() {
    return "%s %dx%dx%d".formatted(name(), channels(), height, width);
  }
}
