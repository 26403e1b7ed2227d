/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.zoo.measure.ResidentMemory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a line every few seconds: losses, rate, speed, remaining time, memory. */
final class TrainProgress implements TrainingListener {

  private static final double SMOOTH = 0.9;
  private static final double EVERY_SECONDS = 5;
  private static final long MEBI = 1 << 20;

  private final PrintWriter err;
  private final Map<String, Double> losses = new LinkedHashMap<>();
  private double secondsPerStep;
  private double sinceLine = EVERY_SECONDS;

  TrainProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void started(long iteration, long iterations) {
    err.printf(
        "%s%n",
        iteration == 0
            ? "training for " + iterations + " steps"
            : "going on after step " + iteration + " of " + iterations);
    err.flush();
  }

  @Override
  public void step(StepReport report) {
    report.losses().forEach((name, value) -> losses.merge(name, value, TrainProgress::smooth));
    secondsPerStep =
        secondsPerStep == 0 ? report.seconds() : smooth(secondsPerStep, report.seconds());
    sinceLine += report.seconds();
    if (sinceLine >= EVERY_SECONDS || report.iteration() == report.iterations()) {
      sinceLine = 0;
      err.println(line(report));
      err.flush();
    }
  }

  private static double smooth(double before, double now) {
    return SMOOTH * before + (1 - SMOOTH) * now;
  }

  private String line(StepReport report) {
    double total = losses.values().stream().mapToDouble(Double::doubleValue).sum();
    String parts =
        losses.entrySet().stream()
            .map(
                part ->
                    String.format(
                        Locale.ROOT,
                        "%s %.4f",
                        part.getKey().replace("loss_", ""),
                        part.getValue()))
            .collect(Collectors.joining(", "));
    Duration left =
        Duration.ofSeconds(Math.round((report.iterations() - report.iteration()) * secondsPerStep));
    return String.format(
        Locale.ROOT,
        "%d/%d  loss %.4f (%s)  lr %.2e  %.1f images/s  %d:%02d:%02d left%s",
        report.iteration(),
        report.iterations(),
        total,
        parts,
        report.rate(),
        report.samples() / Math.max(secondsPerStep, 1e-9),
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart(),
        memory());
  }

  private static String memory() {
    long bytes = ResidentMemory.now().orElse(0);
    return bytes == 0 ? "" : "  " + bytes / MEBI + " MB";
  }

  @Override
  public void checkpoint(long iteration, Path checkpoint) {
    err.println("step " + iteration + ": wrote " + checkpoint);
    err.flush();
  }
}
