/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.PrintStream;
import java.util.Locale;

/** Shows a download as one line with a bar, redrawn in place. */
public final class ConsoleProgress implements ProgressListener {

  private static final int BAR = 40;
  private static final long MEGABYTE = 1_000_000;

  private final PrintStream out;
  private final boolean interactive;
  private String name = "";
  private long shown = -1;

  /**
   * Makes a progress line.
   *
   * @param out where to draw, usually standard error
   * @param interactive whether {@code out} is a terminal; if not, messages appear but no bar
   */
  public ConsoleProgress(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  @Override
  public void message(String line) {
    endLine();
    out.println(line);
  }

  @Override
  public void started(String name, long done, long total) {
    this.name = name;
    draw(done, total);
  }

  @Override
  public void advanced(long done, long total) {
    draw(done, total);
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
