/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run in a process of its own that is killed again and again. */
class KilledRunTest {

  private static final int KILLS = 20;

  @TempDir private Path folder;

  /** The process. Its detector is slow, so that there is something to interrupt. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) throws IOException {
      PixelDetector detector = new PixelDetector(true);
      run(
          new Data(Path.of(args[0])),
          pictures -> {
            pause();
            return detector.detect(pictures);
          },
          Path.of(args[1]));
    }

    static void run(Data data, Detector detector, Path results) throws IOException {
      data.run(1).run(detector, results, Data.provenance("m"), WorkListener.NONE);
    }

    private static void pause() {
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void killedTwentyTimesItEndsWithTheSameResults() throws Exception {
    Data data = Data.write(folder.resolve("data"), 3 * KILLS);
    Path unbroken = folder.resolve("unbroken.json");
    Run.run(data, new PixelDetector(true), unbroken);
    Path whole = DetectionRun.journalOf(unbroken);
    Path results = folder.resolve("results.json");
    Path journal = DetectionRun.journalOf(results);

    // Each run is killed as soon as it has written up to a random place in its share of the file.
    Random random = new Random(3);
    double share = (double) Files.size(whole) / (KILLS + 1);
    for (int i = 0; i < KILLS; i++) {
      double place = (i + random.nextDouble()) * share;
      Process process = start(data, results);
      while (process.isAlive() && (!Files.exists(journal) || Files.size(journal) < place)) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      assertThat(process.waitFor()).as("it was killed before its end").isNotZero();
      assertThat(results).doesNotExist();
    }
    assertThat(start(data, results).waitFor()).isZero();
    assertThat(results).hasSameBinaryContentAs(unbroken);
    assertThat(journal).hasSameBinaryContentAs(whole);
  }

  private static Process start(Data data, Path results) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Run.class.getName(),
            data.folder().toString(),
            results.toString())
        .inheritIO()
        .start();
  }
}
