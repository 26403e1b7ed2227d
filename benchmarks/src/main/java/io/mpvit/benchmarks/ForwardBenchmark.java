/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.mpvit.MPViT;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.nn.Pass;
import io.mpvit.ops.Precision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Backbones, beside the matrix product that their efficiency is measured by: efficiency = 2 x MACs
 * / (seconds x rate of the product).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class ForwardBenchmark {

  private static final int PRODUCT_SIDE = 2048;

  /** The preset. */
  @Param({"small", "base"})
  public String model;

  /** Height and width of the image. */
  @Param({"224x224", "800x1216"})
  public String size;

  private MPViT network;
  private Pass pass;
  private NDArray image;
  private NDArray matrix;

  /**
   * Builds an untrained network and its input.
   *
   * @param engine the engine
   */
  @Setup(Level.Trial)
  public void build(EngineState engine) {
    network = new MPViT(model.equals("base") ? MPViTConfig.base() : MPViTConfig.small());
    network.freeze();
    network.initialize(engine.manager, DataType.FLOAT32);
    pass = new Pass(new ParameterStore(engine.manager, false), false, Precision.FLOAT32);
    String[] sides = size.split("x");
    image =
        engine.manager.randomNormal(
            new Shape(1, 3, Long.parseLong(sides[0]), Long.parseLong(sides[1])));
    matrix = engine.manager.randomNormal(new Shape(PRODUCT_SIDE, PRODUCT_SIDE));
  }

  /** The four feature maps of one image. */
  @Benchmark
  public void features() {
    NDList maps = network.forward(pass, new NDList(image));
    maps.close();
  }

  /** One product of 2048 x 2048 float32 matrices: 17.2 GFLOP. */
  @Benchmark
  public void matrixProduct() {
    matrix.matMul(matrix).close();
  }
}
