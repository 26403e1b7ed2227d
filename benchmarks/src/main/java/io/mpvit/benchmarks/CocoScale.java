/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.eval.CocoEvaluator;
import io.mpvit.detection.coco.eval.CocoSummary;
import io.mpvit.detection.coco.eval.IouType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Time and memory of a COCO evaluation as large as val2017 (5,000 images, 80 classes, 37,000
 * objects, 500,000 detections).
 *
 * <pre>
 * CocoScale generate DIR [IMAGES CATEGORIES OBJECTS DETECTIONS SEED]
 * CocoScale measure DIR bbox|segm
 * </pre>
 *
 * <p>{@code measure} counts everything that the process spends, from the start of the JVM, so it is
 * to be run alone in a fresh one; the first evaluation is the one that users wait for.
 */
public final class CocoScale {
  private static final int[] PUBLISHED = {5000, 80, 37000, 500000, 1};
  private static final double NANOS = 1e9;

  private CocoScale() {}

  /**
   * Runs a step.
   *
   * @param args see above
   * @throws IOException if files cannot be written or read
   */
  public static void main(String[] args) throws IOException {
    if (args.length >= 2 && args[0].equals("generate")) {
      int[] counts = PUBLISHED.clone();
      for (int i = 2; i < args.length; i++) {
        counts[i - 2] = Integer.parseInt(args[i]);
      }
      new CocoScaleData(counts[0], counts[1], counts[2], counts[3], counts[4])
          .write(Path.of(args[1]));
    } else if (args.length == 3 && args[0].equals("measure")) {
      measure(Path.of(args[1]), IouType.of(args[2]));
    } else {
      System.err.println(
          "usage: CocoScale generate DIR [IMAGES CATEGORIES OBJECTS DETECTIONS SEED]"
              + " | measure DIR bbox|segm");
      System.exit(2);
    }
  }

  private static void measure(Path folder, IouType type) throws IOException {
    Lap lap = new Lap();
    lap.end("start of the JVM");
    CompletableFuture<CocoDataset> truth =
        CompletableFuture.supplyAsync(() -> readTruth(folder.resolve("gt.json")));
    CocoResults found = CocoResults.read(folder.resolve("dt_" + type + ".json"));
    CocoDataset dataset = truth.join();
    lap.end("read both files");
    CocoSummary summary = new CocoEvaluator().evaluate(dataset, found, type);
    lap.end("evaluate");
    lap.total();
    System.out.print(summary.table());
  }

  private static CocoDataset readTruth(Path file) {
    try {
      return CocoDataset.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processor time and time on the wall since the last lap. */
  private static final class Lap {
    private final OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final long start =
        System.nanoTime()
            - (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
                * 1_000_000;
    private long wall = start;
    private long processor;

    void end(String what) {
      long now = System.nanoTime();
      long used = system.getProcessCpuTime();
      line(what, used - processor, now - wall);
      wall = now;
      processor = used;
    }

    void total() throws IOException {
      line("total", processor, wall - start);
      Path status = Path.of("/proc/self/status");
      if (Files.exists(status)) {
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .forEach(line -> System.out.println("peak of resident memory" + line.substring(6)));
      }
    }

    private static void line(String what, long cpu, long wall) {
      System.out.printf(
          Locale.ROOT, "%-18s %6.2f s CPU %6.2f s wall%n", what, cpu / NANOS, wall / NANOS);
    }
  }
}
