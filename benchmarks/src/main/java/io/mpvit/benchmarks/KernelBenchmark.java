/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.Precision;
import io.mpvit.ops.TokenOps;
import io.mpvit.ops.TokenOps.Perceptron;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the TorchScript kernels buy over the same computation as NDArray operations: the first stage
 * of MPViT-S at 800 x 1216.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {

  private static final long TOKENS = 200L * 304;
  private static final long WIDTH = 64;
  private static final long HIDDEN = 256;

  private NDArray tokens;
  private Perceptron mlp;

  /**
   * Makes the arrays.
   *
   * @param engine the engine
   */
  @Setup(Level.Trial)
  public void build(EngineState engine) {
    tokens = engine.manager.randomNormal(new Shape(1, TOKENS, WIDTH));
    mlp =
        new Perceptron(
            engine.manager.randomNormal(new Shape(HIDDEN, WIDTH)),
            engine.manager.randomNormal(new Shape(HIDDEN)),
            engine.manager.randomNormal(new Shape(WIDTH, HIDDEN)),
            engine.manager.randomNormal(new Shape(WIDTH)));
  }

  /** The perceptron in cache-sized parts, as a kernel. */
  @Benchmark
  public void perceptronKernel() {
    TokenOps.mlp(tokens, mlp, Precision.FLOAT32, false).close();
  }

  /** The perceptron with bfloat16 products. */
  @Benchmark
  public void perceptronKernelBfloat16() {
    TokenOps.mlp(tokens, mlp, Precision.BFLOAT16, false).close();
  }

  /** The perceptron as three operations on whole arrays. */
  @Benchmark
  public void perceptronOperations() {
    try (NDArray hidden = Linear.linear(tokens, mlp.weight1(), mlp.bias1()).singletonOrThrow();
        NDArray activated = Activation.gelu(hidden)) {
      Linear.linear(activated, mlp.weight2(), mlp.bias2()).close();
    }
  }

  /** Hardswish as a kernel. */
  @Benchmark
  public void hardswishKernel() {
    ConvolutionOps.hardswish(tokens, false).close();
  }

  /** Hardswish as four operations. */
  @Benchmark
  public void hardswishOperations() {
    try (NDArray shifted = tokens.add(3);
        NDArray clipped = shifted.clip(0, 6);
        NDArray product = tokens.mul(clipped)) {
      product.div(6).close();
    }
  }
}
