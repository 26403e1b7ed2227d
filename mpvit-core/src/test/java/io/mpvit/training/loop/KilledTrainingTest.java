/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training process that is killed again and again. */
class KilledTrainingTest {

  private static final int KILLS = 5;

  @TempDir private Path folder;

  @Test
  void killedAtRandomPointsItEndsLikeAnUnbrokenOne() throws Exception {
    Path unbroken = Files.createDirectory(folder.resolve("unbroken"));
    ToyTraining.train(unbroken);
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Path csv = broken.resolve(MetricsFiles.CSV);
    Random random = new Random(7);
    for (int i = 0; i < KILLS; i++) {
      // Steps since the last checkpoint are lost, so it gets somewhere if these are beyond one.
      long lines = Math.round((i + 1) * (ToyTraining.ITERATIONS - 4.0) / KILLS);
      long delay = random.nextInt(12);
      Process process = start(broken);
      while (process.isAlive() && lines(csv) < lines) {
        Thread.sleep(1);
      }
      Thread.sleep(delay);
      process.destroyForcibly();
      assertThat(process.waitFor()).as("it was killed before its end").isNotZero();
    }
    assertThat(start(broken).waitFor()).isZero();
    assertThat(losses(broken)).isEqualTo(losses(unbroken));
    for (String name :
        List.of(CheckpointFolder.MODEL, CheckpointFolder.OPTIMIZER, CheckpointFolder.AVERAGE)) {
      Path last = Path.of("checkpoint-00000030", name);
      assertThat(broken.resolve(last)).hasSameBinaryContentAs(unbroken.resolve(last));
    }
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).lines().count() : 0;
  }

  /** Iteration, loss, loss part, rate and norm of each step; the rest are times. */
  private static List<List<String>> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve(MetricsFiles.CSV)).stream()
        .map(line -> List.of(line.split(",")).subList(0, 5))
        .toList();
  }

  private static Process start(Path run) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dai.djl.offline=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            System.getProperty("java.class.path"),
            ToyTraining.class.getName(),
            run.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
