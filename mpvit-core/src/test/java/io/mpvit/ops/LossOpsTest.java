/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.training.GradientTape;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Losses by their definitions, gradients by finite differences. */
class LossOpsTest {

  private static final Offset<Double> CLOSE = Offset.offset(2e-6);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(float[] values, long... shape) {
    return HostArrays.of(manager, values, shape);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void softCrossEntropyIsTheMeanOverSamples() {
    NDArray logits = array(new float[] {1, 2, 3, 0, 0, 0}, 2, 3);
    NDArray targets = array(new float[] {0.2f, 0.3f, 0.5f, 1, 0, 0}, 2, 3);
    double log = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
    double first = -(0.2 * (1 - log) + 0.3 * (2 - log) + 0.5 * (3 - log));
    assertThat((double) LossOps.softCrossEntropy(logits, targets).getFloat())
        .isCloseTo((first + Math.log(3)) / 2, CLOSE);
    assertGradient(array -> LossOps.softCrossEntropy(array, targets), logits);
  }

  @Test
  void crossEntropyLeavesOutNegativeLabels() {
    NDArray logits = array(new float[] {1, 2, 3, 0, 0, 0, 9, -9, 9}, 3, 3);
    NDArray labels = HostArrays.of(manager, new long[] {2, 0, -7}, 3);
    double log = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
    assertThat((double) LossOps.crossEntropy(logits, labels).getFloat())
        .isCloseTo((log - 3 + Math.log(3)) / 2, CLOSE);
    assertGradient(array -> LossOps.crossEntropy(array, labels), logits);
    NDArray none = HostArrays.of(manager, new long[] {-1, -1, -1}, 3);
    assertThat(LossOps.crossEntropy(logits, none).getFloat()).isZero();
  }

  @Test
  void focalLossIsItsDefinition() {
    float[] x = {-2, -0.5f, 0, 1.5f};
    float[] t = {1, 0, 1, 0};
    double expected = 0;
    double unweighted = 0;
    for (int i = 0; i < x.length; i++) {
      double p = t[i] == 1 ? sigmoid(x[i]) : 1 - sigmoid(x[i]);
      double alpha = t[i] == 1 ? 0.25 : 0.75;
      expected -= alpha * Math.pow(1 - p, 2) * Math.log(p);
      unweighted -= Math.pow(1 - p, 1.5) * Math.log(p);
    }
    NDArray logits = array(x, 2, 2);
    NDArray targets = array(t, 2, 2);
    assertThat((double) LossOps.sigmoidFocal(logits, targets, 0.25f, 2).getFloat())
        .isCloseTo(expected, CLOSE);
    assertThat((double) LossOps.sigmoidFocal(logits, targets, -1, 1.5f).getFloat())
        .isCloseTo(unweighted, CLOSE);
    assertGradient(array -> LossOps.sigmoidFocal(array, targets, 0.25f, 2), logits);
  }

  @Test
  void focalLossOfLabelsIsThatOfOneHotTargets() {
    NDArray logits = ReferenceInputs.array(manager, "focal", new Shape(5, 3));
    NDArray labels = HostArrays.of(manager, new long[] {0, 3, -1, 2, 3}, 5);
    float[] oneHot = new float[12];
    oneHot[0] = 1;
    oneHot[8] = 1;
    NDArray counted = logits.get("0:2").concat(logits.get("3:5"), 0);
    assertThat(LossOps.sigmoidFocalOfLabels(logits, labels, 0.25f, 2).getFloat())
        .isEqualTo(LossOps.sigmoidFocal(counted, array(oneHot, 4, 3), 0.25f, 2).getFloat());
    NDArray ignored = HostArrays.of(manager, new long[] {-1, -1, -1, -1, -1}, 5);
    assertThat(LossOps.sigmoidFocalOfLabels(logits, ignored, 0.25f, 2).getFloat()).isZero();
    assertGradient(array -> LossOps.sigmoidFocalOfLabels(array, labels, 0.25f, 2), logits);
  }

  @Test
  void smoothL1IsAParabolaUpToBeta() {
    NDArray values = array(new float[] {0.1f, -0.2f, 3, -4}, 2, 2);
    NDArray zeros = array(new float[4], 2, 2);
    assertThat((double) LossOps.smoothL1(values, zeros, 0).getFloat()).isCloseTo(7.3, CLOSE);
    assertThat((double) LossOps.smoothL1(values, zeros, 0.5f).getFloat())
        .isCloseTo(0.01 + 0.04 + 2.75 + 3.75, CLOSE);
    assertGradient(array -> LossOps.smoothL1(array, zeros, 0.5f), values);
    NDArray rows = HostArrays.of(manager, new long[] {1}, 1);
    assertThat(LossOps.smoothL1OfRows(values, rows, array(new float[2], 1, 2), 0).getFloat())
        .isEqualTo(7);
    NDArray none = HostArrays.of(manager, new long[0], 0);
    assertThat(LossOps.smoothL1OfRows(values, none, array(new float[0], 0, 2), 0).getFloat())
        .isZero();
  }

  @Test
  void binaryCrossEntropyIsItsDefinition() {
    NDArray logits = array(new float[] {-2, 0.5f, 100}, 3);
    NDArray targets = array(new float[] {1, 0.25f, 1}, 3);
    double expected =
        -Math.log(sigmoid(-2)) - 0.25 * Math.log(sigmoid(0.5)) - 0.75 * Math.log(sigmoid(-0.5));
    assertThat((double) LossOps.binaryCrossEntropy(logits, targets).getFloat())
        .isCloseTo(expected, CLOSE);
    assertGradient(array -> LossOps.binaryCrossEntropy(array, targets), logits);
    NDArray rows = HostArrays.of(manager, new long[] {2}, 1);
    assertThat(LossOps.binaryCrossEntropyOfRows(logits, rows, array(new float[] {0}, 1)).getFloat())
        .isEqualTo(100);
  }

  /** Two classes, one picture of 1 x 3 pixels: right, wrong, ignored. */
  @Test
  void ignoredPixelsCountInTheMeanButTeachNothing() {
    NDArray logits = array(new float[] {2, 1, 5, 0, 0, -5}, 1, 2, 1, 3);
    NDArray labels = HostArrays.of(manager, new long[] {0, 1, 255}, 1, 1, 3);
    double right = Math.log(1 + Math.exp(-2));
    double wrong = Math.log(1 + Math.exp(1));
    assertThat((double) LossOps.pixelCrossEntropy(logits, labels, 255, 0.4).getFloat())
        .isCloseTo(0.4 * (right + wrong) / 3, CLOSE);
    assertGradient(array -> LossOps.pixelCrossEntropy(array, labels, 255, 0.4), logits);
    assertThat((double) LossOps.pixelAccuracy(logits, labels).getFloat())
        .isCloseTo(100 / 3.0, Offset.offset(1e-4));
    NDArray none = HostArrays.of(manager, new long[] {255, 255, 255}, 1, 1, 3);
    assertThat(LossOps.pixelCrossEntropy(logits, none, 255, 1).getFloat()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossOps.pixelCrossEntropy(logits, labels.reshape(1, 3, 1), 255, 1))
        .withMessageContaining("(1, 3, 1)");
  }

  @Test
  void gradientsAreScaledAndValuesAreNot() {
    NDArray x = array(new float[] {1.1f, -3.3f}, 2);
    x.setRequiresGradient(true);
    try (GradientTape tape = new GradientTape()) {
      NDArray y = LossOps.scaleGradient(x, 0.25f);
      assertThat(y.toFloatArray()).containsExactly(1.1f, -3.3f);
      tape.backward(LossOps.divide(y.sum(), 2));
    }
    assertThat(x.getGradient().toFloatArray()).containsExactly(0.125f, 0.125f);
  }

  @Test
  void refusesShapesThatDisagree() {
    NDArray logits = array(new float[6], 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossOps.softCrossEntropy(logits, array(new float[6], 3, 2)))
        .withMessageContaining("(2, 3)")
        .withMessageContaining("(3, 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossOps.crossEntropy(logits, array(new float[2], 2)))
        .withMessageContaining("int64");
    NDArray rows = HostArrays.of(manager, new long[3], 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LossOps.sigmoidFocalOfLabels(logits, rows, 0.25f, 2))
        .withMessageContaining("(2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostArrays.of(manager, new float[3], 2, 2))
        .withMessageContaining("expected 4");
  }

  private void assertGradient(UnaryOperator<NDArray> loss, NDArray at) {
    float[] values = at.toFloatArray();
    long[] shape = at.getShape().getShape();
    NDArray leaf = array(values, shape);
    leaf.setRequiresGradient(true);
    try (GradientTape tape = new GradientTape()) {
      tape.backward(loss.apply(leaf));
    }
    float[] gradient = leaf.getGradient().toFloatArray();
    float step = 1e-2f;
    for (int i = 0; i < values.length; i++) {
      float[] up = values.clone();
      float[] down = values.clone();
      up[i] += step;
      down[i] -= step;
      double difference =
          loss.apply(array(up, shape)).getFloat() - loss.apply(array(down, shape)).getFloat();
      assertThat(gradient[i])
          .as("element " + i)
          .isCloseTo((float) (difference / (2 * step)), Offset.offset(2e-3f));
    }
  }
}
