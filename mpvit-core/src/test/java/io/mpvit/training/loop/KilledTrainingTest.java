/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training process that is killed again and again. */
class KilledTrainingTest {

  private static final int KILLS = 20;

  @TempDir private Path folder;

  private final Random random = new Random(7);

  @Test
  void killedAtRandomPointsItEndsLikeAnUnbrokenOne() throws Exception {
    Path unbroken = Files.createDirectory(folder.resolve("unbroken"));
    ToyTraining.train(unbroken);
    Path broken = Files.createDirectory(folder.resolve("broken"));
    int unfinished = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = start(broken, Redirect.PIPE);
      waitForStep(process, 1 + i * (ToyTraining.ITERATIONS - 5) / KILLS);
      if (i % 2 == 0) {
        spin(random.nextInt(12_000_000));
      } else {
        while (process.isAlive() && unfinished(broken) == 0) {
          Thread.onSpinWait();
        }
        spin(random.nextInt(2_000_000));
      }
      process.destroyForcibly();
      assertThat(process.waitFor()).as("it was killed before its end").isNotZero();
      unfinished += unfinished(broken);
    }
    assertThat(unfinished).as("some were killed while they wrote a checkpoint").isPositive();
    assertThat(start(broken, Redirect.DISCARD).waitFor()).isZero();
    assertThat(unfinished(broken)).isZero();
    assertThat(losses(broken)).isEqualTo(losses(unbroken));
    for (String name :
        List.of(CheckpointFolder.MODEL, CheckpointFolder.OPTIMIZER, CheckpointFolder.AVERAGE)) {
      Path last = Path.of("checkpoint-00000030", name);
      assertThat(broken.resolve(last)).hasSameBinaryContentAs(unbroken.resolve(last));
    }
  }

  /** Steps are printed as they are done; a resumed training begins after its checkpoint. */
  private static void waitForStep(Process process, long step) throws IOException {
    BufferedReader steps = process.inputReader();
    String line = steps.readLine();
    while (line != null && Long.parseLong(line) < step) {
      line = steps.readLine();
    }
    assertThat(line).as("step %d is done", step).isNotNull();
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** How many checkpoints are being written, or were when the process was killed. */
  private static int unfinished(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return (int) files.filter(file -> file.toString().endsWith(".part")).count();
    }
  }

  /** Iteration, loss, loss part, rate and norm of each step; the rest are times. */
  private static List<List<String>> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve(MetricsFiles.CSV)).stream()
        .map(line -> List.of(line.split(",")).subList(0, 5))
        .toList();
  }

  private static Process start(Path run, Redirect steps) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            ToyTraining.class.getName(),
            run.toString())
        .redirectOutput(steps)
        .redirectError(Redirect.INHERIT)
        .start();
  }
}
