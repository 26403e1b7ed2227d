/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import io.mpvit.zoo.measure.ResidentMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Time and memory of large checkpoint files, each in a process of its own. Files are read, not
 * mapped, so resident memory is all anonymous: weights in the engine, Java's heap and buffers, and
 * code.
 */
public final class BigCheckpoint {

  private static final double MILLION = 1e6;

  private BigCheckpoint() {}

  /**
   * Runs one of: {@code write FILE.pkl MILLIONS_OF_PARAMETERS}, {@code load FILE RUNS}, {@code
   * convert IN OUT}.
   *
   * @param args see above
   * @throws Exception if a file cannot be read or written
   */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "write" -> PickledZoo.write(Path.of(args[1]), Long.parseLong(args[2]) * 1_000_000);
      case "load" -> load(Path.of(args[1]), Integer.parseInt(args[2]));
      case "convert" -> convert(Path.of(args[1]), Path.of(args[2]));
      default -> throw new IllegalArgumentException("write, load or convert, found " + args[0]);
    }
  }

  private static void load(Path file, int runs) throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      JniUtils.setNumThreads(1);
      manager.ones(new Shape(1000)).close();
      for (int i = 0; i < runs; i++) {
        long base = rebase();
        long start = System.nanoTime();
        try (NDManager scope = manager.newSubManager()) {
          long bytes;
          try (StateDict weights = StateDict.open(file)) {
            bytes = weights.tensors().values().stream().mapToLong(t -> t.byteSize()).sum();
            StoredBlock block = new StoredBlock(weights);
            block.freeze();
            new WeightLoader(LoadRules.strict()).load(block, weights, scope);
          }
          report("load", start, base, bytes);
        }
      }
    }
  }

  private static void convert(Path in, Path out) throws Exception {
    long base = rebase();
    long start = System.nanoTime();
    try (StateDict weights = StateDict.open(in)) {
      CheckpointWriter.write(weights, out);
      long bytes = weights.tensors().values().stream().mapToLong(t -> t.byteSize()).sum();
      report("convert", start, base, bytes);
    }
  }

  private static long rebase() throws IOException {
    System.gc();
    if (!ResidentMemory.resetPeak()) {
      throw new IOException("this system does not tell the peak of resident memory");
    }
    return ResidentMemory.now().orElseThrow();
  }

  private static void report(String what, long start, long base, long bytes) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double peak = ResidentMemory.peak().orElseThrow() - base;
    double kept = ResidentMemory.now().orElseThrow() - base;
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f MB of weights in %.2f s; peak %.0f MB above %.0f MB (%.2f of the weights), kept"
            + " %.0f MB%n",
        what,
        bytes / MILLION,
        seconds,
        peak / MILLION,
        base / MILLION,
        peak / bytes,
        kept / MILLION);
  }
}
