/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.work.WorkListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Shows how long work goes: a bar with the remaining time, redrawn in place, on a terminal only.
 * Warnings appear in any case, each on a line of its own.
 */
final class WorkLine implements WorkListener {

  private static final int BAR = 30;
  private static final long NANOS = 1_000_000_000L;
  private static final long REDRAW = NANOS / 5;

  private final CommandSpec spec;
  private final PrintStream terminal;
  private final LongSupplier clock;
  private long first;
  private long total;
  private long begun;
  private long drawn;
  private int shown;
  private int warnings;

  /** Shows work of a command on standard error. */
  WorkLine(CommandSpec spec) {
    // The bar goes to the terminal itself: redrawing needs a terminal.
    this(spec, System.console() == null ? null : System.err, System::nanoTime);
  }

  /**
   * Shows work.
   *
   * @param terminal where the bar goes, or null for none
   * @param clock nanoseconds
   */
  WorkLine(CommandSpec spec, PrintStream terminal, LongSupplier clock) {
    this.spec = spec;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void started(long done, long all) {
    first = done;
    total = all;
    begun = clock.getAsLong();
    draw(done);
  }

  @Override
  public void advanced(long done) {
    if (clock.getAsLong() - drawn >= REDRAW || done == total) {
      draw(done);
    }
  }

  @Override
  public void warning(String line) {
    warnings++;
    endLine();
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + line);
    spec.commandLine().getErr().flush();
  }

  @Override
  public void ended() {
    endLine();
  }

  /** How many warnings there were. */
  int warnings() {
    return warnings;
  }

  private void draw(long done) {
    if (terminal == null || total == 0) {
      return;
    }
    drawn = clock.getAsLong();
    int filled = (int) (done * BAR / total);
    String bar = "=".repeat(filled) + " ".repeat(BAR - filled);
    String line =
        String.format(
            Locale.ROOT, "%3d%% |%s| %d/%d%s", done * 100 / total, bar, done, total, rest(done));
    // What is left of a longer line is overwritten.
    terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    terminal.flush();
    shown = line.length();
  }

  /** The remaining time, judged by what this run did. */
  private String rest(long done) {
    long here = done - first;
    if (here == 0 || done == total) {
      return "";
    }
    double seconds = (double) (drawn - begun) / NANOS;
    Duration left = Duration.ofSeconds(Math.round(seconds / here * (total - done)));
    return String.format(
        Locale.ROOT,
        ", %.1f/s, %d:%02d:%02d left",
        here / Math.max(seconds, 1e-3),
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }

  private void endLine() {
    if (shown > 0) {
      terminal.println();
      shown = 0;
    }
  }
}
