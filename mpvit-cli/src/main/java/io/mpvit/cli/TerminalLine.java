/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The last line of a terminal, redrawn in place. Where standard error is no terminal nothing is
 * shown. Whoever prints something else ends the line first.
 */
final class TerminalLine {

  private static final Path TERMINAL = Path.of("/dev/tty");
  private static final int USUAL_WIDTH = 80;
  private static final int BAR = 30;

  private final PrintStream terminal;
  private final int width;
  private int shown;

  /**
   * Makes a line.
   *
   * @param terminal where it is drawn, or null for nowhere
   * @param width the most columns that it may take
   */
  TerminalLine(PrintStream terminal, int width) {
    this.terminal = terminal;
    this.width = width;
  }

  /** The line of the user's terminal, if there is one. */
  static TerminalLine ofUser() {
    return isTerminal() ? new TerminalLine(System.err, columns() - 1) : new TerminalLine(null, 0);
  }

  /** Whether standard error goes to a terminal. Java itself looks at the other two streams. */
  static boolean isTerminal() {
    try {
      Process test = new ProcessBuilder("test", "-t", "2").redirectError(Redirect.INHERIT).start();
      return test.waitFor() == 0;
    } catch (IOException e) {
      return System.console() != null; // no Unix
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The terminal's width. A longer line would wrap, and only its last part be redrawn. */
  static int columns() {
    if (!Files.isReadable(TERMINAL)) {
      return USUAL_WIDTH;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL.toFile())
              .redirectError(Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int columns = Integer.parseInt(size.strip().replaceFirst(".* ", ""));
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }

  /** Whether anybody sees it. */
  boolean isShown() {
    return terminal != null;
  }

  /** Draws text in the place of what was there. */
  synchronized void show(String text) {
    if (terminal == null) {
      return;
    }
    String line = text.substring(0, Math.min(text.length(), width));
    // What is left of a longer line is overwritten.
    terminal.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
    terminal.flush();
    shown = line.length();
  }

  /** Leaves what is there and goes to the next line, if anything is. */
  synchronized void end() {
    if (shown > 0) {
      terminal.println();
      shown = 0;
    }
  }

  /** A bar of the work that is done, as in {@code 50% |===== | 5/10}. */
  static String bar(long done, long total) {
    int filled = (int) (done * BAR / total);
    return String.format(
        Locale.ROOT,
        "%3d%% |%s%s| %d/%d",
        done * 100 / total,
        "=".repeat(filled),
        " ".repeat(BAR - filled),
        done,
        total);
  }

  /** The work that is done without a bar, as in {@code 50%, 5/10}. */
  static String share(long done, long total) {
    return done * 100 / total + "%, " + done + "/" + total;
  }

  /** A time as in {@code 1:05:09 left}. */
  static String left(double seconds) {
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d left",
        left.toHours(),
        left.toMinutesPart(),
        left.toSecondsPart());
  }
}
