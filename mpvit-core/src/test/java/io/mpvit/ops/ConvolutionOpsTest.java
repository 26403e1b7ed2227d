/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The convolutions that the NDArray API lacks. */
class ConvolutionOpsTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransposedConvolutionSpreadsEveryElementOverItsWindow(boolean training) {
    NDArray map = manager.create(new float[] {1, 2, 10, 20}, new Shape(1, 2, 1, 2));
    // The first channel's window for the two outputs, then the second's.
    float[] weight = {1, 2, 3, 4, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0};
    NDArray w = manager.create(weight, new Shape(2, 2, 2, 2));
    NDArray bias = manager.create(new float[] {0, 100});
    NDArray y = ConvolutionOps.convTranspose2d(map, w, bias, Precision.FLOAT32, training);
    assertThat(y.getShape()).isEqualTo(new Shape(1, 2, 2, 4));
    assertThat(y.toFloatArray())
        .containsExactly(
            11, 2, 22, 4, 3, 4, 6, 8, //
            100, 100, 100, 100, 110, 101, 120, 102);
  }

  @Test
  void aTransposedConvolutionInBfloat16IsClose() {
    NDArray map = manager.randomUniform(0, 1, new Shape(1, 16, 3, 3));
    NDArray weight = manager.randomUniform(0, 1, new Shape(16, 4, 2, 2));
    NDArray bias = manager.zeros(new Shape(4));
    NDArray exact = ConvolutionOps.convTranspose2d(map, weight, bias, Precision.FLOAT32, false);
    NDArray rounded = ConvolutionOps.convTranspose2d(map, weight, bias, Precision.BFLOAT16, false);
    assertThat(rounded.getDataType()).isEqualTo(exact.getDataType());
    assertThat(rounded.sub(exact).abs().max().getFloat())
        .isCloseTo(0, Offset.offset(0.02f * exact.max().getFloat()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChosenChannelIsThatOfTheWholeConvolution(boolean training) {
    NDArray maps = manager.randomNormal(new Shape(4, 5, 3, 2));
    NDArray weight = manager.randomNormal(new Shape(7, 5, 1, 1));
    NDArray bias = manager.randomNormal(new Shape(7));
    long[] channels = {6, 0, 3, 3};
    NDArray chosen =
        ConvolutionOps.chosenChannel(maps, weight, bias, manager.create(channels), training);
    NDArray all =
        ConvolutionOps.conv2d(
            maps, weight, bias, new ConvolutionOps.Geometry(1, 0, 1), Precision.FLOAT32, false);
    assertThat(chosen.getShape()).isEqualTo(new Shape(4, 3, 2));
    for (int i = 0; i < channels.length; i++) {
      assertThat(chosen.get(i).toFloatArray())
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(all.get(i).get(channels[i]).toFloatArray());
    }
  }
}
