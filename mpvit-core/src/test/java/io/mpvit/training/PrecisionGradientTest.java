/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.ConvolutionOps.Geometry;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.Precision;
import io.mpvit.ops.TokenOps;
import io.mpvit.ops.TokenOps.Perceptron;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Layers in bfloat16 against the same in float32: results and all gradients. */
class PrecisionGradientTest {

  /** Two roundings to 8 bits; gradients of sums of many products lose little more. */
  private static final double TOLERANCE = 0.02;

  private NDManager manager;

  @BeforeEach
  void start() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void stop() {
    manager.close();
  }

  private NDArray random(int seed, long... shape) {
    Random random = new Random(seed);
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    NDArray array = HostArrays.of(manager, values, shape);
    array.setRequiresGradient(true);
    return array;
  }

  /** The result and the gradients of the inputs, for a loss that weights the results unevenly. */
  private List<float[]> run(
      BiFunction<NDArray[], Precision, NDArray> layer, Precision precision, long[]... shapes) {
    NDArray[] inputs = new NDArray[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      inputs[i] = random(i, shapes[i]);
    }
    List<float[]> values = new ArrayList<>();
    try (GradientTape tape = new GradientTape()) {
      NDArray result = layer.apply(inputs, precision);
      assertThat(result.getDataType()).isEqualTo(DataType.FLOAT32);
      values.add(result.toFloatArray());
      NDArray weights = random(99, result.getShape().getShape()).stopGradient();
      tape.backward(result.mul(weights).sum());
    }
    for (NDArray input : inputs) {
      NDArray gradient = input.getGradient();
      assertThat(gradient.getDataType()).isEqualTo(DataType.FLOAT32);
      values.add(gradient.toFloatArray());
    }
    return values;
  }

  private void check(BiFunction<NDArray[], Precision, NDArray> layer, long[]... shapes) {
    List<float[]> exact = run(layer, Precision.FLOAT32, shapes);
    List<float[]> rounded = run(layer, Precision.BFLOAT16, shapes);
    for (int i = 0; i < exact.size(); i++) {
      double size = 0;
      double difference = 0;
      for (int k = 0; k < exact.get(i).length; k++) {
        size += Math.pow(exact.get(i)[k], 2);
        difference += Math.pow(exact.get(i)[k] - rounded.get(i)[k], 2);
      }
      assertThat(Math.sqrt(difference / size))
          .as("array %d; 0 would mean that it was not computed in bfloat16", i)
          .isStrictlyBetween(0.0, TOLERANCE);
    }
  }

  private static long[] shape(long... lengths) {
    return lengths;
  }

  @Test
  void linearLayer() {
    check(
        (in, precision) -> TokenOps.linear(in[0], in[1], in[2], precision, true).square(),
        shape(2, 9, 16),
        shape(24, 16),
        shape(24));
  }

  @Test
  void perceptron() {
    check(
        (in, precision) ->
            TokenOps.mlp(in[0], new Perceptron(in[1], in[2], in[3], in[4]), precision, true),
        shape(2, 9, 16),
        shape(32, 16),
        shape(32),
        shape(8, 32),
        shape(8));
  }

  @Test
  void convolutionsWithAndWithoutBias() {
    Geometry geometry = new Geometry(2, 1, 1);
    check(
        (in, precision) ->
            ConvolutionOps.conv2d(in[0], in[1], in[2], geometry, precision, true).square(),
        shape(2, 8, 9, 10),
        shape(16, 8, 3, 3),
        shape(16));
    check(
        (in, precision) ->
            ConvolutionOps.conv2d(
                    ConvolutionOps.channelsLast(in[0], true),
                    in[1],
                    null,
                    geometry,
                    precision,
                    true)
                .square(),
        shape(2, 8, 9, 10),
        shape(16, 8, 3, 3));
  }

  @Test
  void transposedConvolution() {
    check(
        (in, precision) ->
            ConvolutionOps.convTranspose2d(in[0], in[1], in[2], precision, true).square(),
        shape(2, 8, 5, 6),
        shape(8, 4, 2, 2),
        shape(4));
  }

  @Test
  void depthwiseConvolutionsStayExact() {
    BiFunction<NDArray[], Precision, NDArray> layer =
        (in, precision) ->
            ConvolutionOps.conv2d(in[0], in[1], null, new Geometry(1, 1, 8), precision, true);
    long[][] shapes = {shape(2, 8, 5, 6), shape(8, 1, 3, 3)};
    List<float[]> exact = run(layer, Precision.FLOAT32, shapes);
    List<float[]> same = run(layer, Precision.BFLOAT16, shapes);
    for (int i = 0; i < exact.size(); i++) {
      assertThat(same.get(i)).isEqualTo(exact.get(i));
    }
  }
}
