/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows a download as one line with a bar, redrawn in place; where there is no terminal, by a line
 * now and then.
 */
public final class ConsoleProgress implements ProgressListener {

  private static final int BAR = 40;
  private static final long MEGABYTE = 1_000_000;
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final PrintStream out;
  private final boolean interactive;
  private final LongSupplier nanos;
  private String name = "";
  private long shown = -1;
  private long told;
  private long toldBytes;

  /**
   * Makes a progress line.
   *
   * @param out where to draw, usually standard error
   * @param interactive whether {@code out} is a terminal; if not, messages appear, and a line every
   *     half minute in place of the bar
   */
  public ConsoleProgress(PrintStream out, boolean interactive) {
    this(out, interactive, System::nanoTime);
  }

  /** Makes one with a time of its own, in nanoseconds since any moment. */
  ConsoleProgress(PrintStream out, boolean interactive, LongSupplier nanos) {
    this.out = out;
    this.interactive = interactive;
    this.nanos = nanos;
  }

  @Override
  public void message(String line) {
    endLine();
    out.println(line);
  }

  @Override
  public void started(String name, long done, long total) {
    this.name = name;
    told = nanos.getAsLong();
    toldBytes = done;
    draw(done, total);
  }

  @Override
  public void advanced(long done, long total) {
    if (interactive) {
      draw(done, total);
    } else if (nanos.getAsLong() - told >= LINE_NANOS) {
      tell(done, total);
    }
  }

  /** Speed and remaining time are those of the last half minute. */
  private void tell(long done, long total) {
    long now = nanos.getAsLong();
    double rate = (done - toldBytes) * (double) TimeUnit.SECONDS.toNanos(1) / (now - told);
    told = now;
    toldBytes = done;
    String speed = String.format(Locale.ROOT, ", %.2f MB/s", rate / MEGABYTE);
    if (total <= 0 || rate <= 0) {
      out.println(name + ": " + megabytes(done) + " MB" + speed);
      return;
    }
    Duration left = Duration.ofSeconds(Math.round((total - done) / rate));
    out.printf(
        Locale.ROOT,
        "%s: %d%%, %s/%s MB%s, %d:%02d:%02d left%n",
        name,
        done * 100 / total,
        megabytes(done),
        megabytes(total),
        speed,
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }

  @Override
  public void ended() {
    endLine();
  }

  private void draw(long done, long total) {
    long step = total > 0 ? done * 100 / total : done / MEGABYTE;
    if (!interactive || step == shown) {
      return;
    }
    shown = step;
    out.print('\r' + (total > 0 ? bar(done, total) : name + ": " + megabytes(done) + " MB"));
    out.flush();
  }

  private String bar(long done, long total) {
    int percent = (int) (done * 100 / total);
    int filled = percent * BAR / 100;
    return String.format(
        Locale.ROOT,
        "%s: %3d%% |%s%s| %s/%s MB",
        name,
        percent,
        "=".repeat(filled),
        " ".repeat(BAR - filled),
        megabytes(done),
        megabytes(total));
  }

  /** Millions of bytes with one decimal. */
  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", (double) bytes / MEGABYTE);
  }

  private void endLine() {
    if (shown >= 0) {
      out.println();
      shown = -1;
    }
  }
}
