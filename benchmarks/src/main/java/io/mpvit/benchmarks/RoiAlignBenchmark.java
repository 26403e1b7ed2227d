/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Feature;
import io.mpvit.detection.rcnn.LevelRule;
import io.mpvit.detection.rcnn.RoiPooler;
import io.mpvit.ops.ConvolutionOps;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Pooling 1,000 regions of a picture of 800 x 1088, 8 to 800 pixels wide and high (their logarithms
 * are evenly spread), out of a pyramid of 256 channels. It may take as long as 20 matrix products,
 * which are measured beside it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class RoiAlignBenchmark {

  private static final int REGIONS = 1000;
  private static final int CHANNELS = 256;
  private static final int HEIGHT = 800;
  private static final int WIDTH = 1088;
  private static final int PRODUCTS = 20;

  /** Cells of a pooled region in both directions: the box head's, the mask head's. */
  @Param({"7", "14"})
  public int side;

  private final float[] boxes = new float[4 * REGIONS];
  private final NDList maps = new NDList();
  private RoiPooler pooler;
  private NDArray matrix;

  /**
   * Makes maps and regions.
   *
   * @param engine the engine
   */
  @Setup(Level.Trial)
  public void build(EngineState engine) {
    List<Feature> levels =
        IntStream.rangeClosed(2, 5).mapToObj(i -> new Feature("p" + i, CHANNELS, 1 << i)).toList();
    pooler = new RoiPooler(levels, LevelRule.published(), side);
    for (Feature level : levels) {
      Shape shape = new Shape(1, CHANNELS, HEIGHT / level.stride(), WIDTH / level.stride());
      maps.add(ConvolutionOps.channelsLast(engine.manager.randomNormal(shape), false));
    }
    matrix = engine.manager.randomNormal(new Shape(2048, 2048));
    Random random = new Random(1);
    for (int i = 0; i < REGIONS; i++) {
      float width = (float) (8 * Math.pow(100, random.nextDouble()));
      float height = (float) (8 * Math.pow(100, random.nextDouble()));
      boxes[4 * i] = random.nextFloat() * (WIDTH - width);
      boxes[4 * i + 1] = random.nextFloat() * (HEIGHT - height);
      boxes[4 * i + 2] = boxes[4 * i] + width;
      boxes[4 * i + 3] = boxes[4 * i + 1] + height;
    }
  }

  /** All regions, whatever their sizes, in one call. */
  @Benchmark
  public void pool() {
    pooler.pool(maps, boxes, new int[REGIONS], false).close();
  }

  /** The measure: 20 float32 products of 2048 x 2048. */
  @Benchmark
  public void twentyProducts() {
    for (int i = 0; i < PRODUCTS; i++) {
      matrix.matMul(matrix).close();
    }
  }
}
