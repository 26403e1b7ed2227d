/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.mpvit.reference.ReferenceInputs;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the definition, sample by sample; the published models' goldens are tested elsewhere. */
class RoiAlignTest {
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 20;
  private static final int WIDTH = 30;
  private static final float SCALE = 0.25f;

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray map =
      ReferenceInputs.array(manager, "map", new Shape(2, CHANNELS, HEIGHT, WIDTH));
  private final float[] values = map.toFloatArray();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void mixedBoxesInOneCall() {
    float[] boxes = randomBoxes(60);
    int[] images = new Random(2).ints(60, 0, 2).toArray();
    for (int side : new int[] {1, 7, 14}) {
      assertSame(pool(boxes, images, side), expected(boxes, images, side));
    }
  }

  @Test
  void memoryOrderOfTheMapDoesNotMatter() {
    float[] boxes = randomBoxes(10);
    int[] images = new int[10];
    NDArray channelsLast = ConvolutionOps.channelsLast(map, false);
    assertThat(RoiAlign.pool(channelsLast, boxes, images, SCALE, 7, false).toFloatArray())
        .isEqualTo(pool(boxes, images, 7));
  }

  @Test
  void boxesAtAndBeyondTheBorder() {
    float[] boxes = {
      -8,
      -8,
      8,
      8, // samples between -1 and 0 count as the border's value
      0,
      0,
      4 * WIDTH,
      4 * HEIGHT,
      4 * WIDTH - 6,
      4 * HEIGHT - 6,
      4 * WIDTH + 40,
      4 * HEIGHT + 40,
      1000,
      1000,
      1100,
      1100, // nothing of the map
      -5000,
      10,
      5000,
      20,
    };
    float[] pooled = pool(boxes, new int[5], 7);
    assertSame(pooled, expected(boxes, new int[5], 7));
    assertThat(Arrays.copyOfRange(pooled, 3 * CHANNELS * 49, 4 * CHANNELS * 49)).containsOnly(0f);
  }

  @Test
  void aBoxOfAnySizeCostsNoMoreThanTheMap() {
    // 2.5e29 samples per cell in the definition.
    float[] boxes = {-1e15f, -1e15f, 1e15f, 1e15f, 10, 10, 3e38f, 40};
    assertThat(pool(boxes, new int[2], 7)).doesNotContain(Float.NaN).hasSize(2 * CHANNELS * 49);
  }

  @Test
  void emptyInvertedAndNonFiniteBoxesGiveZeros() {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    float[] boxes = {
      30, 30, 30, 30, 30, 30, 30, 60, 50, 50, 20, 20, nan, 1, 9, 9, 1, 1, inf, 9, -inf, 1, 9, 9, 1,
      1, 9, nan,
    };
    assertThat(pool(boxes, new int[7], 7)).hasSize(7 * CHANNELS * 49).containsOnly(0f);
  }

  /** Far more weighted elements than go into one call. */
  @Test
  void partsJoinWithoutSeams() {
    int count = 700;
    float[] boxes = new float[4 * count];
    for (int i = 0; i < count; i++) {
      float[] box = {i % 7, i % 5, 4 * WIDTH - i % 3, 4 * HEIGHT};
      System.arraycopy(box, 0, boxes, 4 * i, 4);
    }
    float[] all = pool(boxes, new int[count], 14);
    int size = CHANNELS * 14 * 14;
    for (int i : new int[] {0, 349, 350, 699}) {
      float[] alone = pool(Arrays.copyOfRange(boxes, 4 * i, 4 * i + 4), new int[1], 14);
      assertThat(Arrays.copyOfRange(all, i * size, (i + 1) * size)).isEqualTo(alone);
    }
  }

  @Test
  void oneSpotManyTimes() {
    float[] boxes = new float[4000];
    for (int i = 0; i < 1000; i++) {
      System.arraycopy(new float[] {12, 8, 60, 50}, 0, boxes, 4 * i, 4);
    }
    float[] pooled = pool(boxes, new int[1000], 7);
    int size = CHANNELS * 49;
    assertThat(Arrays.copyOfRange(pooled, 999 * size, 1000 * size))
        .isEqualTo(Arrays.copyOf(pooled, size));
  }

  /** The operation is linear, so its gradient is its transpose: (pool(m), g) = (m, gradient). */
  @Test
  void gradientIsTheTranspose() {
    float[] boxes = randomBoxes(40);
    int[] images = new Random(3).ints(40, 0, 2).toArray();
    NDArray g = ReferenceInputs.array(manager, "g", new Shape(40, CHANNELS, 7, 7));
    NDArray input = map.duplicate();
    input.setRequiresGradient(true);
    double forward;
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray pooled = RoiAlign.pool(input, boxes, images, SCALE, 7, true);
      assertSame(pooled.toFloatArray(), pool(boxes, images, 7));
      NDArray loss = pooled.mul(g).sum();
      forward = loss.getFloat();
      collector.backward(loss);
    }
    double backward = input.getGradient().mul(map).sum().getFloat();
    assertThat(backward).isCloseTo(forward, within(1e-4 * Math.abs(forward) + 1e-3));
    // And element by element, for one element that boxes cover.
    float[] nudged = values.clone();
    int element = 9 * WIDTH + 14;
    nudged[element] += 1;
    NDArray other = manager.create(nudged, map.getShape());
    double difference =
        RoiAlign.pool(other, boxes, images, SCALE, 7, false).mul(g).sum().getFloat() - forward;
    assertThat((double) input.getGradient().toFloatArray()[element])
        .isCloseTo(difference, within(1e-3));
  }

  @Test
  void leavesNothingBehind() {
    float[] boxes = randomBoxes(5);
    RoiAlign.pool(map, boxes, new int[5], SCALE, 7, false).close();
    int before = manager.getManagedArrays().size();
    NDArray pooled = RoiAlign.pool(map, boxes, new int[5], SCALE, 7, false);
    assertThat(manager.getManagedArrays()).hasSize(before + 1);
    assertThat(pooled.getShape()).isEqualTo(new Shape(5, CHANNELS, 7, 7));
  }

  @Test
  void refusesWrongArguments() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(new float[0], new int[0], 7))
        .withMessageContaining("0 boxes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(new float[8], new int[1], 7))
        .withMessageContaining("2 boxes, 1 images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(new float[4], new int[] {2}, 7))
        .withMessageContaining("images from 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(new float[4], new int[1], 0))
        .withMessageContaining("side 0");
  }

  private float[] pool(float[] boxes, int[] images, int side) {
    try (NDArray pooled = RoiAlign.pool(map, boxes, images, SCALE, side, false)) {
      return pooled.toFloatArray();
    }
  }

  private static float[] randomBoxes(int count) {
    Random random = new Random(1);
    float[] boxes = new float[4 * count];
    for (int i = 0; i < count; i++) {
      boxes[4 * i] = random.nextFloat() * 130 - 10;
      boxes[4 * i + 1] = random.nextFloat() * 90 - 10;
      boxes[4 * i + 2] = boxes[4 * i] + (float) Math.pow(120, random.nextFloat());
      boxes[4 * i + 3] = boxes[4 * i + 1] + (float) Math.pow(90, random.nextFloat());
    }
    return boxes;
  }

  private static void assertSame(float[] actual, float[] expected) {
    assertThat(actual).usingComparatorWithPrecision(2e-5f).containsExactly(expected);
  }

  /** The definition: the mean of the samples of each cell. */
  private float[] expected(float[] boxes, int[] images, int side) {
    float[] out = new float[images.length * CHANNELS * side * side];
    int at = 0;
    for (int b = 0; b < images.length; b++) {
      float x = boxes[4 * b] * SCALE - 0.5f;
      float y = boxes[4 * b + 1] * SCALE - 0.5f;
      float w = (boxes[4 * b + 2] * SCALE - 0.5f - x) / side;
      float h = (boxes[4 * b + 3] * SCALE - 0.5f - y) / side;
      for (int c = 0; c < CHANNELS; c++) {
        for (int cell = 0; cell < side * side; cell++) {
          int plane = (images[b] * CHANNELS + c) * HEIGHT * WIDTH;
          out[at++] = mean(plane, y + cell / side * h, x + cell % side * w, h, w);
        }
      }
    }
    return out;
  }

  private float mean(int plane, float y, float x, float h, float w) {
    int rows = (int) Math.ceil(h);
    int columns = (int) Math.ceil(w);
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sum += sample(plane, y + (i + 0.5f) * h / rows, x + (j + 0.5f) * w / columns);
      }
    }
    return (float) (sum / Math.max(rows * columns, 1));
  }

  private double sample(int plane, float row, float column) {
    if (row < -1 || row > HEIGHT || column < -1 || column > WIDTH) {
      return 0;
    }
    double y = Math.min(Math.max(row, 0), HEIGHT - 1);
    double x = Math.min(Math.max(column, 0), WIDTH - 1);
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, HEIGHT - 1);
    int right = Math.min(left + 1, WIDTH - 1);
    double v = y - top;
    double u = x - left;
    return (1 - v) * ((1 - u) * value(plane, top, left) + u * value(plane, top, right))
        + v * ((1 - u) * value(plane, bottom, left) + u * value(plane, bottom, right));
  }

  private float value(int plane, int row, int column) {
    return values[plane + row * WIDTH + column];
  }
}
