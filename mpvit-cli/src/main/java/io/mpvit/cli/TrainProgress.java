/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.zoo.measure.ResidentMemory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows how a training goes: a line with loss, speed, remaining time, memory, learning rate and the
 * losses' parts and what was observed, redrawn in place. Where there is no terminal there is such a
 * line now and then; for those who want to hear everything ({@code -v}), also of the first and the
 * last step. Losses and speed are smoothed.
 */
final class TrainProgress implements TrainingListener {

  private static final double SMOOTH = 0.9;
  private static final double REDRAW_SECONDS = 0.2;
  private static final double LINE_SECONDS = 30;
  private static final double MEBI = 1 << 20;

  private final TerminalLine terminal;
  private final Consumer<String> lines;
  private final boolean verbose;
  private final Device device;
  private final Map<String, Double> losses = new LinkedHashMap<>();
  private final Map<String, Double> observed = new LinkedHashMap<>();
  private double secondsPerStep;
  private double sinceShown;
  private volatile Path newest;

  /**
   * Creates the listener.
   *
   * @param terminal where the line is redrawn
   * @param lines gets what is told in any case, and with {@code verbose} the rest
   * @param verbose whether to tell of checkpoints, and of steps where there is no terminal
   * @param device whose memory is shown
   */
  TrainProgress(TerminalLine terminal, Consumer<String> lines, boolean verbose, Device device) {
    this.terminal = terminal;
    this.lines = lines;
    this.verbose = verbose;
    this.device = device;
  }

  @Override
  public void started(long iteration, long iterations) {
    lines.accept(
        iteration == 0
            ? "training for " + iterations + " steps"
            : "going on after step " + iteration + " of " + iterations);
    sinceShown = verbose || terminal.isShown() ? LINE_SECONDS : 0;
  }

  @Override
  public void step(StepReport report) {
    smooth(report.losses().parts(), losses);
    smooth(report.losses().observed(), observed);
    secondsPerStep =
        secondsPerStep == 0 ? report.seconds() : smooth(secondsPerStep, report.seconds());
    sinceShown += report.seconds();
    boolean last = report.iteration() == report.iterations();
    if (terminal.isShown() && (last || sinceShown >= REDRAW_SECONDS)) {
      terminal.show(line(report));
      sinceShown = 0;
    } else if (!terminal.isShown() && (verbose && last || sinceShown >= LINE_SECONDS)) {
      lines.accept(line(report));
      sinceShown = 0;
    }
  }

  private static void smooth(Map<String, Double> now, Map<String, Double> smoothed) {
    now.forEach((name, value) -> smoothed.merge(name, value, TrainProgress::smooth));
  }

  private static double smooth(double before, double now) {
    return SMOOTH * before + (1 - SMOOTH) * now;
  }

  /** The losses' parts come last: a narrow terminal has no room for them. */
  private String line(StepReport report) {
    double total = losses.values().stream().mapToDouble(Double::doubleValue).sum();
    double rest = (report.iterations() - report.iteration()) * secondsPerStep;
    return String.format(
        Locale.ROOT,
        "%s, loss %.4f, %.1f images/s, %s%s, lr %.2e (%s)",
        TerminalLine.bar(report.iteration(), report.iterations()),
        total,
        report.samples() / Math.max(secondsPerStep, 1e-9),
        TerminalLine.left(rest),
        memory(),
        report.rate(),
        Stream.of(losses, observed)
            .flatMap(numbers -> numbers.entrySet().stream())
            .map(TrainProgress::part)
            .collect(Collectors.joining(", ")));
  }

  private static String part(Map.Entry<String, Double> part) {
    return String.format(
        Locale.ROOT, "%s %.4f", part.getKey().replace("loss_", ""), part.getValue());
  }

  private String memory() {
    long resident = ResidentMemory.now().orElse(0);
    String text = resident == 0 ? "" : String.format(Locale.ROOT, ", %.0f MB", resident / MEBI);
    if (device.isGpu()) {
      long used = CudaUtils.getGpuMemory(device).getUsed();
      text += String.format(Locale.ROOT, ", GPU %.0f MB", used / MEBI);
    }
    return text;
  }

  /** The checkpoint that was written last in this run. */
  Optional<Path> newest() {
    return Optional.ofNullable(newest);
  }

  @Override
  public void checkpoint(long iteration, Path checkpoint) {
    newest = checkpoint;
    if (verbose) {
      lines.accept("step " + iteration + ": wrote " + checkpoint);
    }
  }

  @Override
  public void ended() {
    terminal.end();
  }
}
