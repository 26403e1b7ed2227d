/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import io.mpvit.ops.Nms;
import java.util.Random;
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

/** Suppression of 5,000 overlapping boxes, the most that RetinaNet hands over. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NmsBenchmark {

  private static final int BOXES = 5000;
  private static final double OVERLAP = 0.5;

  /** The number of groups. */
  @Param({"1", "80"})
  public int groups;

  private final float[] boxes = new float[4 * BOXES];
  private final float[] scores = new float[BOXES];
  private final int[] group = new int[BOXES];

  /** Scatters boxes over a picture of 1333 x 800. */
  @Setup(Level.Trial)
  public void build() {
    Random random = new Random(1);
    for (int i = 0; i < BOXES; i++) {
      float x = random.nextFloat() * 1200;
      float y = random.nextFloat() * 700;
      boxes[4 * i] = x;
      boxes[4 * i + 1] = y;
      boxes[4 * i + 2] = x + 20 + random.nextFloat() * 100;
      boxes[4 * i + 3] = y + 20 + random.nextFloat() * 100;
      scores[i] = random.nextFloat();
      group[i] = random.nextInt(groups);
    }
  }

  /** Suppression per group. */
  @Benchmark
  public int[] keep() {
    return Nms.keep(boxes, scores, group, OVERLAP);
  }
}
