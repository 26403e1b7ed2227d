/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.DeformableAttention;
import io.mpvit.ops.HostArrays;
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
 * The reading of one encoder layer of Deformable DETR at 800 x 1216, each token a few cells around
 * itself on every level, beside the layer's six linear maps.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeformableAttentionBenchmark {

  private static final long[] SHAPES = {100, 152, 50, 76, 25, 38, 13, 19};
  private static final int LEVELS = 4;
  private static final int POINTS = 4;
  private static final int HEADS = 8;
  private static final int WIDTH = 256;
  private static final int HIDDEN = 1024;

  private NDArray shapes;
  private NDArray tokens;
  private NDArray references;
  private NDArray offsets;
  private NDArray weights;
  private NDArray square;
  private NDArray half;
  private NDArray bias;
  private NDArray halfBias;
  private Perceptron mlp;

  /**
   * Makes the arrays.
   *
   * @param engine the engine
   */
  @Setup(Level.Trial)
  public void build(EngineState engine) {
    shapes = HostArrays.of(engine.manager, SHAPES, LEVELS, 2);
    NDList places = new NDList();
    for (int l = 0; l < LEVELS; l++) {
      int height = (int) SHAPES[2 * l];
      int width = (int) SHAPES[2 * l + 1];
      float[] centres = new float[height * width * 2];
      for (int i = 0; i < height * width; i++) {
        centres[2 * i] = (i % width + 0.5f) / width;
        centres[2 * i + 1] = (i / width + 0.5f) / height;
      }
      places.add(HostArrays.of(engine.manager, centres, 1, height * width, 1, 2));
    }
    NDArray own = NDArrays.concat(places, 1);
    long count = own.getShape().get(1);
    references = own.broadcast(1, count, LEVELS, 2);
    tokens = engine.manager.randomNormal(new Shape(1, count, WIDTH));
    offsets = engine.manager.randomNormal(new Shape(1, count, HEADS, LEVELS, POINTS, 2)).mul(2);
    weights =
        engine
            .manager
            .randomNormal(new Shape(1, count, HEADS, LEVELS * POINTS))
            .softmax(3)
            .reshape(1, count, HEADS, LEVELS, POINTS);
    square = engine.manager.randomNormal(new Shape(WIDTH, WIDTH));
    half = engine.manager.randomNormal(new Shape(WIDTH / 2, WIDTH));
    bias = engine.manager.zeros(new Shape(WIDTH));
    halfBias = engine.manager.zeros(new Shape(WIDTH / 2));
    mlp =
        new Perceptron(
            engine.manager.randomNormal(new Shape(HIDDEN, WIDTH)),
            engine.manager.zeros(new Shape(HIDDEN)),
            engine.manager.randomNormal(new Shape(WIDTH, HIDDEN)),
            bias);
  }

  /** Locations and reading. */
  @Benchmark
  public void attention() {
    NDArray values = tokens.reshape(1, tokens.getShape().get(1), HEADS, WIDTH / HEADS);
    try (NDArray where = DeformableAttention.locations(references, offsets, shapes, false)) {
      DeformableAttention.attend(values, shapes, where, weights, false).close();
    }
    values.close();
  }

  /** Values, offsets, output, weights and the feed-forward network. */
  @Benchmark
  public void linearLayers() {
    for (int i = 0; i < 3; i++) {
      TokenOps.linear(tokens, square, bias, Precision.FLOAT32, false).close();
    }
    TokenOps.linear(tokens, half, halfBias, Precision.FLOAT32, false).close();
    TokenOps.reluMlp(tokens, mlp, Precision.FLOAT32).close();
  }
}
