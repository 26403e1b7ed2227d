/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.TokenOps.Perceptron;
import io.mpvit.reference.ReferenceInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class KernelsTest {

  @Test
  void hardswishIsItsDefinition() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(new float[] {-4, -3, -1.5f, 0, 1.5f, 3, 4});
      float[] expected = {0, 0, -0.375f, 0, 1.125f, 3, 4};
      assertThat(ConvolutionOps.hardswish(x, false).toFloatArray())
          .usingComparatorWithPrecision(1e-7f)
          .containsExactly(expected);
      assertThat(ConvolutionOps.hardswish(x, true).toFloatArray())
          .usingComparatorWithPrecision(1e-7f)
          .containsExactly(expected);
    }
  }

  @Test
  void perceptronInPartsEqualsThePerceptronAsAWhole() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Perceptron mlp = perceptron(manager);
      for (int rows : new int[] {1, 2048, 2049, 5000}) {
        NDArray x = ReferenceInputs.array(manager, "x", new Shape(1, rows, 8));
        float[] parts = TokenOps.mlp(x, mlp, Precision.FLOAT32, false).toFloatArray();
        float[] whole = TokenOps.mlp(x, mlp, Precision.FLOAT32, true).toFloatArray();
        assertThat(parts).usingComparatorWithPrecision(1e-5f).containsExactly(whole);
        NDArray sum = TokenOps.mlpAdd(x, mlp, x, Precision.FLOAT32);
        assertThat(sum.sub(x).toFloatArray())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(whole);
      }
    }
  }

  @Test
  void bfloat16StaysInsideTheKernel() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Perceptron mlp = perceptron(manager);
      NDArray x = ReferenceInputs.array(manager, "x", new Shape(1, 3000, 8));
      float[] exact = TokenOps.mlp(x, mlp, Precision.FLOAT32, false).toFloatArray();
      NDArray rounded = TokenOps.mlp(x, mlp, Precision.BFLOAT16, false);
      assertThat(rounded.getDataType()).isEqualTo(x.getDataType());
      float[] values = rounded.toFloatArray();
      double worst = 0;
      double max = 0;
      for (int i = 0; i < exact.length; i++) {
        worst = Math.max(worst, Math.abs(exact[i] - values[i]));
        max = Math.max(max, Math.abs(exact[i]));
      }
      // bfloat16 keeps 8 bits: some error shows that it was used, and not much more.
      assertThat(worst / max).isBetween(1e-5, 2e-2);
    }
  }

  @Test
  void threadsShareTheKernels() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (NDManager manager = NDManager.newBaseManager()) {
      Perceptron mlp = perceptron(manager);
      NDArray x = ReferenceInputs.array(manager, "x", new Shape(1, 100, 8));
      float[] expected = TokenOps.mlp(x, mlp, Precision.FLOAT32, false).toFloatArray();
      List<Callable<float[]>> jobs = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        jobs.add(() -> TokenOps.mlp(x, mlp, Precision.FLOAT32, false).toFloatArray());
      }
      for (Future<float[]> result : pool.invokeAll(jobs)) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void tokensAndMapsAreViewsOfEachOther() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray map = ReferenceInputs.array(manager, "map", new Shape(2, 3, 4, 5));
      NDArray tokens = TokenOps.toTokens(map);
      assertThat(tokens.getShape()).isEqualTo(new Shape(2, 20, 3));
      assertThat(tokens.getFloat(1, 7, 2)).isEqualTo(map.getFloat(1, 2, 1, 2));
      assertThat(TokenOps.toMap(tokens, 4, 5).toFloatArray()).isEqualTo(map.toFloatArray());
    }
  }

  @Test
  void layerNormUsesItsConstant() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(new float[] {-1, 1}, new Shape(1, 2)).mul(1e-3f);
      NDArray one = manager.ones(new Shape(2));
      NDArray zero = manager.zeros(new Shape(2));
      double expected = 1e-3 / Math.sqrt(1e-6 + 1e-6);
      assertThat((double) TokenOps.layerNorm(x, one, zero, 1e-6).getFloat(0, 1))
          .isCloseTo(expected, Offset.offset(1e-5));
    }
  }

  @Test
  void refusesArgumentsThatKernelsCannotTake() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.zeros(new Shape(1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Kernels.call("hardswish", x, "text"))
          .withMessageContaining("java.lang.String");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Kernels.call("hardswish", x, null))
          .withMessageContaining("null");
    }
  }

  private static Perceptron perceptron(NDManager manager) {
    return new Perceptron(
        ReferenceInputs.array(manager, "w1", new Shape(16, 8)),
        ReferenceInputs.array(manager, "b1", new Shape(16)),
        ReferenceInputs.array(manager, "w2", new Shape(8, 16)),
        ReferenceInputs.array(manager, "b2", new Shape(8)));
  }
}
