/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.ConvolutionOps.Geometry;
import io.mpvit.ops.ConvolutionOps.Norm;
import io.mpvit.ops.TokenOps.Perceptron;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fused operations and plain ones give the same numbers. */
class FusionTest {

  private static final float ROUNDING = 2e-5f;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    Fusion.enable(true);
    manager.close();
  }

  /** Computes with fused operations, then with plain ones. */
  private static void agree(Supplier<NDArray> computation) {
    Fusion.enable(true);
    try (NDArray fused = computation.get()) {
      assertThat(Fusion.enabled()).as("the engine of the tests has fused operations").isTrue();
      Fusion.enable(false);
      try (NDArray plain = computation.get()) {
        assertThat(fused.getShape()).isEqualTo(plain.getShape());
        if (plain.size() > 0) {
          float scale = Math.max(1, plain.abs().max().getFloat());
          assertThat(fused.sub(plain).abs().max().getFloat())
              .isCloseTo(0, within(ROUNDING * scale));
        }
      } finally {
        Fusion.enable(true);
      }
    }
  }

  private NDArray random(long... shape) {
    return manager.randomNormal(new Shape(shape));
  }

  private NDArray map(boolean last, long... shape) {
    NDArray planes = random(shape);
    return last ? ConvolutionOps.channelsLast(planes, false) : planes;
  }

  private Norm norm(int channels) {
    NDArray variance = manager.randomUniform(0.5f, 2, new Shape(channels));
    return new Norm(random(channels), random(channels), random(channels), variance, 1e-5);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 3, 1, 1, true", "RELU, 3, 2, 1, true", "HARDSWISH, 1, 1, 1, true",
    "RELU, 3, 1, 4, true", "HARDSWISH, 3, 1, 8, true", "RELU, 3, 1, 1, false",
  })
  void aConvolutionAndItsActivation(
      Nonlinearity activation, int kernel, int stride, int groups, boolean last) {
    NDArray x = map(last, 2, 8, 9, 7);
    NDArray weight = random(16, 8 / groups, kernel, kernel);
    NDArray bias = random(16);
    Geometry geometry = new Geometry(stride, kernel / 2, groups);
    agree(() -> ConvolutionOps.conv2d(x, weight, bias, geometry, activation, Precision.FLOAT32));
  }

  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void aNormedConvolution(Nonlinearity activation) {
    NDArray x = map(true, 2, 8, 9, 7);
    NDArray weight = random(16, 8, 3, 3);
    Norm norm = norm(16);
    Geometry geometry = new Geometry(1, 1, 1);
    agree(
        () ->
            ConvolutionOps.conv2dBatchNorm(
                x, weight, norm, geometry, activation, Precision.FLOAT32));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, true",
    "RELU, true",
    "HARDSWISH, true",
    "RELU, false",
    "NONE, false",
  })
  void aNormedConvolutionOntoAResidualInEitherMemoryOrder(Nonlinearity activation, boolean last) {
    NDArray x = map(true, 2, 8, 9, 7);
    NDArray weight = random(16, 8, 1, 1);
    Norm norm = norm(16);
    NDArray residual = map(last, 2, 16, 9, 7);
    Geometry geometry = new Geometry(1, 0, 1);
    agree(
        () ->
            ConvolutionOps.conv2dBatchNormOnto(
                x,
                weight,
                norm,
                last ? ConvolutionOps.channelsLast(residual.mul(1), false) : residual.duplicate(),
                geometry,
                activation,
                Precision.FLOAT32));
  }

  @Test
  void theResidualsMemoryTakesTheResult() {
    NDArray x = map(true, 1, 8, 6, 5);
    NDArray weight = random(8, 8, 1, 1);
    NDArray residual = map(true, 1, 8, 6, 5);
    NDArray y =
        ConvolutionOps.conv2dBatchNormOnto(
            x,
            weight,
            norm(8),
            residual,
            new Geometry(1, 0, 1),
            Nonlinearity.RELU,
            Precision.FLOAT32);
    assertThat(residual.toFloatArray()).containsExactly(y.toFloatArray());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNormedConvolutionPlusAResidualThatStays(boolean last) {
    NDArray x = map(true, 2, 8, 9, 7);
    NDArray weight = random(16, 8, 1, 1);
    Norm norm = norm(16);
    NDArray residual = map(last, 2, 16, 9, 7);
    float[] before = residual.toFloatArray();
    Geometry geometry = new Geometry(1, 0, 1);
    agree(
        () ->
            ConvolutionOps.conv2dBatchNormAdd(
                x, weight, norm, residual, geometry, Precision.FLOAT32));
    assertThat(residual.toFloatArray()).containsExactly(before);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 8, 1, 1",
    "3, 24, 1, 1",
    "12, 24, 1, 1",
    "1, 24, 2, 1",
    "3, 24, 1, 2",
    "2, 24, 2, 2",
    "2, 36, 1, 1",
    "2, 7, 1, 1",
    "2, 64, 1, 1",
    "5, 24, 3, 3",
    "2, 13, 3, 5",
    "1, 1, 1, 1",
    "12, 1, 2, 15"
  })
  void mapsOfFewCellsInEveryMemoryOrder(int batch, int channels, int height, int width) {
    NDArray weight = random(channels, channels, 1, 1);
    Norm norm = norm(channels);
    Geometry geometry = new Geometry(1, 0, 1);
    NDArray planes = random(batch, channels, height, width);
    NDArray tokens = TokenOps.toMap(random(batch, (long) height * width, channels), height, width);
    NDArray part = random(batch, 3, (long) height * width, channels).get(":, 1");
    NDArray[] maps = {
      planes,
      ConvolutionOps.channelsLast(planes, false),
      tokens,
      TokenOps.toMap(part, height, width)
    };
    for (NDArray x : maps) {
      for (NDArray residual : maps) {
        agree(
            () ->
                ConvolutionOps.conv2dBatchNormAdd(
                    x, weight, norm, residual, geometry, Precision.FLOAT32));
        agree(
            () ->
                ConvolutionOps.conv2dBatchNormOnto(
                    x,
                    weight,
                    norm,
                    residual.duplicate(),
                    geometry,
                    Nonlinearity.RELU,
                    Precision.FLOAT32));
      }
      agree(
          () ->
              ConvolutionOps.conv2d(
                  x, weight, norm.beta(), geometry, Nonlinearity.HARDSWISH, Precision.FLOAT32));
      agree(
          () ->
              AttentionOps.positionEncoding(
                  x, manager.ones(new Shape(channels, 1, 3, 3)), norm.beta(), false));
    }
  }

  @Test
  void aSmallMapOfManyChannelsIsScaledInsteadOfItsWeight() {
    NDArray x = map(true, 1, 64, 2, 2);
    NDArray weight = random(32, 64, 3, 3);
    Norm norm = norm(32);
    NDArray residual = map(true, 1, 32, 2, 2);
    Geometry geometry = new Geometry(1, 1, 1);
    agree(
        () ->
            ConvolutionOps.conv2dBatchNormAdd(
                x, weight, norm, residual, geometry, Precision.FLOAT32));
    agree(
        () ->
            ConvolutionOps.conv2dBatchNormOnto(
                x,
                weight,
                norm,
                residual.duplicate(),
                geometry,
                Nonlinearity.RELU,
                Precision.FLOAT32));
  }

  @Test
  void aPositionEncoding() {
    NDArray x = map(true, 2, 8, 9, 7);
    NDArray weight = random(8, 1, 3, 3);
    NDArray bias = random(8);
    agree(() -> AttentionOps.positionEncoding(x, weight, bias, false));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 49, 2048, 2500})
  void perceptrons(long rows) {
    NDArray x = random(1, rows, 12);
    NDArray residual = random(1, rows, 12);
    Perceptron mlp = new Perceptron(random(48, 12), random(48), random(12, 48), random(12));
    agree(() -> TokenOps.mlp(x, mlp, Precision.FLOAT32, false));
    agree(() -> TokenOps.mlpAdd(x, mlp, residual, Precision.FLOAT32));
    agree(() -> TokenOps.reluMlp(x, mlp, Precision.FLOAT32));
    agree(
        () ->
            TokenOps.linearAdd(
                x, random(12, 12).mul(0).add(0.5), mlp.bias2(), residual, Precision.FLOAT32));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8})
  void aTowerGivesWhatItsLayersGiveHoweverManyMapsGoTogether(int atOnce) {
    NDArray x = map(true, 7, 8, 6, 5);
    List<NDArray> weights = List.of(random(8, 8, 3, 3), random(8, 8, 3, 3));
    List<NDArray> biases = List.of(random(8), random(8));
    agree(() -> ConvolutionOps.convTower(x, weights, biases, atOnce));
    Geometry geometry = new Geometry(1, 1, 1);
    NDArray expected = x;
    for (int i = 0; i < weights.size(); i++) {
      expected =
          ConvolutionOps.conv2d(
              expected,
              weights.get(i),
              biases.get(i),
              geometry,
              Nonlinearity.RELU,
              Precision.FLOAT32);
    }
    NDArray found = ConvolutionOps.convTower(x, weights, biases, atOnce);
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    assertThat(found.sub(expected).abs().max().getFloat()).isCloseTo(0, within(1e-4f));
  }

  @Test
  void emptyBatches() {
    NDArray x = manager.zeros(new Shape(0, 8, 5, 5));
    NDArray weight = random(8, 8, 3, 3);
    NDArray bias = random(8);
    Geometry geometry = new Geometry(1, 1, 1);
    agree(
        () ->
            ConvolutionOps.conv2d(x, weight, bias, geometry, Nonlinearity.RELU, Precision.FLOAT32));
    agree(
        () ->
            ConvolutionOps.conv2dBatchNormOnto(
                x, weight, norm(8), x, geometry, Nonlinearity.RELU, Precision.FLOAT32));
    agree(
        () ->
            ConvolutionOps.conv2dBatchNormAdd(x, weight, norm(8), x, geometry, Precision.FLOAT32));
    agree(() -> ConvolutionOps.convTower(x, List.of(weight), List.of(bias), 4));
    Perceptron mlp = new Perceptron(random(48, 12), random(48), random(12, 48), random(12));
    NDArray none = manager.zeros(new Shape(0, 12));
    agree(() -> TokenOps.mlpAdd(none, mlp, none, Precision.FLOAT32));
  }

  @ParameterizedTest
  @EnumSource(Nonlinearity.class)
  void whatIsNoNumberStaysNone(Nonlinearity activation) {
    NDArray x = map(true, 1, 16, 6, 6);
    NDArray weight = random(16, 16, 1, 1);
    NDArray bias = manager.full(new Shape(16), Float.NaN);
    Geometry geometry = new Geometry(1, 0, 1);
    NDArray y = ConvolutionOps.conv2d(x, weight, bias, geometry, activation, Precision.FLOAT32);
    assertThat(y.isNaN().all().getBoolean()).isTrue();
    Norm norm = new Norm(random(16), bias, random(16), random(16).abs(), 1e-5);
    NDArray onto =
        ConvolutionOps.conv2dBatchNormOnto(
            x, weight, norm, map(true, 1, 16, 6, 6), geometry, activation, Precision.FLOAT32);
    assertThat(onto.isNaN().all().getBoolean()).isTrue();
    Perceptron mlp =
        new Perceptron(random(48, 16), bias.concat(bias).concat(bias), random(16, 48), random(16));
    NDArray rows = random(5, 16);
    assertThat(TokenOps.mlp(rows, mlp, Precision.FLOAT32, false).isNaN().all().getBoolean())
        .isTrue();
    assertThat(TokenOps.reluMlp(rows, mlp, Precision.FLOAT32).isNaN().all().getBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void masksAreThoseOfTheSeparateLayers(boolean fused) {
    Fusion.enable(fused);
    NDArray maps = map(true, 3, 6, 5, 4);
    NDArray weight = random(6, 7, 2, 2);
    NDArray bias = random(7);
    NDArray filters = random(4, 7, 1, 1);
    NDArray filterBias = random(4);
    NDArray channels = manager.create(new long[] {3, 0, 2});
    NDArray expected =
        ConvolutionOps.chosenChannel(
            ConvolutionOps.convTranspose2d(maps, weight, bias, Precision.FLOAT32, false).maximum(0),
            filters,
            filterBias,
            channels,
            false);
    NDArray found =
        ConvolutionOps.chosenChannelEnlarged(maps, weight, bias, filters, filterBias, channels);
    assertThat(found.getShape()).isEqualTo(expected.getShape());
    assertThat(found.sub(expected).abs().max().getFloat()).isCloseTo(0, within(1e-4f));
  }
}
