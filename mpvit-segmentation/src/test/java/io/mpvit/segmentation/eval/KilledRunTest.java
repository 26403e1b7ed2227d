/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

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

  private static final int KILLS = 10;

  @TempDir private Path folder;

  /** The process. Its segmenter is slow, so that there is something to interrupt. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) throws IOException {
      run(
          Path.of(args[0]),
          pictures -> {
            pause();
            return RedPictures.segment(pictures);
          },
          Path.of(args[1]));
    }

    static SegmentationRun.Outcome run(Path data, Segmenter segmenter, Path results)
        throws IOException {
      return RedPictures.run(data, 1, Integer.MAX_VALUE)
          .run(segmenter, results, RedPictures.provenance("m"), WorkListener.NONE);
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
  void killedTenTimesItEndsWithTheSameCounts() throws Exception {
    Path data = folder.resolve("data");
    RedPictures.write(data, 3 * KILLS);
    Path whole = folder.resolve("unbroken.jsonl");
    SegmentationRun.Outcome expected = Run.run(data, RedPictures::segment, whole);
    Path journal = folder.resolve("results.jsonl");
    // Each run is killed as soon as it has written up to a random place in its share of the file.
    Random random = new Random(3);
    double share = (double) Files.size(whole) / (KILLS + 1);
    for (int i = 0; i < KILLS; i++) {
      double place = (i + random.nextDouble()) * share;
      Process process = start(data, journal);
      while (process.isAlive() && (!Files.exists(journal) || Files.size(journal) < place)) {
        Thread.onSpinWait();
      }
      process.destroyForcibly();
      assertThat(process.waitFor()).as("it was killed before its end").isNotZero();
    }
    assertThat(start(data, journal).waitFor()).isZero();
    assertThat(journal).hasSameBinaryContentAs(whole);
    assertThat(Run.run(data, RedPictures::segment, journal)).isEqualTo(expected);
  }

  private static Process start(Path data, Path journal) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Run.class.getName(),
            data.toString(),
            journal.toString())
        .inheritIO()
        .start();
  }
}
