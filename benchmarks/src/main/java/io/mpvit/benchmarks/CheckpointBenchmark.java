/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.network.NetworkLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Building RetinaNet MPViT-S (32 million parameters, 130 MB) and loading it from a file in the page
 * cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class CheckpointBenchmark {

  /** The file's kind. */
  @Param({"pth", "safetensors"})
  public String kind;

  private ModelCard card;
  private Path file;

  /**
   * Writes the file.
   *
   * @param engine the engine
   * @throws IOException if the temporary directory is full
   * @throws MalformedModelException never: the weights are in memory
   */
  @Setup(Level.Trial)
  public void write(EngineState engine) throws IOException, MalformedModelException {
    card = ModelCards.published().get("retinanet_mpvit_small_1x");
    file = Files.createTempDirectory("mpvit-benchmark").resolve("retinanet." + kind);
    try (NDManager scope = engine.manager.newSubManager()) {
      CheckpointWriter.write(BlockStateDict.of(NetworkLoader.untrained(card, scope)), file);
    }
  }

  /**
   * Removes the file.
   *
   * @throws IOException if it cannot be removed
   */
  @TearDown(Level.Trial)
  public void remove() throws IOException {
    Files.delete(file);
    Files.delete(file.getParent());
  }

  /**
   * From file to model.
   *
   * @param engine the engine
   * @return the network
   * @throws IOException if the file cannot be read
   * @throws MalformedModelException never: we wrote it
   */
  @Benchmark
  public TorchBlock load(EngineState engine) throws IOException, MalformedModelException {
    try (NDManager scope = engine.manager.newSubManager()) {
      return NetworkLoader.load(card, file, scope);
    }
  }
}
