/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.work.WorkListener;
import java.util.Locale;
import java.util.function.LongSupplier;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Shows how long work goes: a bar with the remaining time, redrawn in place, on a terminal; where
 * there is none, a line now and then. Warnings appear in any case, each on a line of its own.
 */
final class WorkLine implements WorkListener {

  private static final long NANOS = 1_000_000_000L;
  private static final long REDRAW = NANOS / 5;
  private static final long LINE = 30 * NANOS;

  private final CommandSpec spec;
  private final TerminalLine terminal;
  private final LongSupplier clock;
  private long first;
  private long total;
  private long begun;
  private long drawn;
  private int warnings;

  /** Shows work of a command on standard error. */
  WorkLine(CommandSpec spec) {
    this(spec, TerminalLine.ofUser(), System::nanoTime);
  }

  /**
   * Shows work.
   *
   * @param terminal where the bar goes
   * @param clock nanoseconds
   */
  WorkLine(CommandSpec spec, TerminalLine terminal, LongSupplier clock) {
    this.spec = spec;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void started(long done, long all) {
    first = done;
    total = all;
    begun = clock.getAsLong();
    drawn = begun;
    draw(done);
  }

  @Override
  public void advanced(long done) {
    long since = clock.getAsLong() - drawn;
    if (terminal.isShown() && (since >= REDRAW || done == total)) {
      draw(done);
    } else if (!terminal.isShown() && since >= LINE && done < total) {
      drawn = clock.getAsLong();
      tell(TerminalLine.share(done, total) + rest(done));
    }
  }

  @Override
  public void warning(String line) {
    warnings++;
    terminal.end();
    tell(line);
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(spec.qualifiedName() + ": " + line);
    spec.commandLine().getErr().flush();
  }

  @Override
  public void ended() {
    terminal.end();
  }

  /** How many warnings there were. */
  int warnings() {
    return warnings;
  }

  private void draw(long done) {
    if (!terminal.isShown() || total == 0) {
      return;
    }
    drawn = clock.getAsLong();
    terminal.show(TerminalLine.bar(done, total) + rest(done));
  }

  /** The remaining time, judged by what this run did. */
  private String rest(long done) {
    long here = done - first;
    if (here == 0 || done == total) {
      return "";
    }
    double seconds = (double) (drawn - begun) / NANOS;
    return String.format(
        Locale.ROOT,
        ", %.1f/s, %s",
        here / Math.max(seconds, 1e-3),
        TerminalLine.left(seconds / here * (total - done)));
  }
}
