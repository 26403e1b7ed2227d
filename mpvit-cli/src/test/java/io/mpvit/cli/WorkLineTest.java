/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WorkLineTest {

  private final StringWriter err = new StringWriter();
  private final CommandLine command = MpvitCommand.commandLine().setErr(new PrintWriter(err));
  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private long seconds;

  private WorkLine line(boolean interactive) {
    PrintStream out = new PrintStream(terminal, true, StandardCharsets.UTF_8);
    return new WorkLine(
        command.getCommandSpec(),
        new TerminalLine(interactive ? out : null, 79),
        () -> seconds * 1_000_000_000L);
  }

  @Test
  void showsTheShareTheSpeedAndTheRemainingTime() {
    WorkLine line = line(true);
    line.started(100, 5000);
    seconds = 10;
    line.advanced(150);
    // 50 in 10 s of this run; the earlier 100 do not count.
    assertThat(terminal.toString(StandardCharsets.UTF_8))
        .contains("  2% |")
        .contains("100/5000")
        .endsWith("\r  3% |                              | 150/5000, 5.0/s, 0:16:10 left");
    line.advanced(151);
    assertThat(terminal.toString(StandardCharsets.UTF_8)).doesNotContain("151/5000");
    line.advanced(5000);
    assertThat(terminal.toString(StandardCharsets.UTF_8)).endsWith("=| 5000/5000" + " ".repeat(20));
    line.ended();
    assertThat(terminal.toString(StandardCharsets.UTF_8)).endsWith(System.lineSeparator());
  }

  @Test
  void withoutATerminalThereIsALineNowAndThen() {
    WorkLine line = line(false);
    line.started(100, 5000);
    for (int done = 101; done <= 200; done++) {
      seconds++;
      line.advanced(done);
    }
    line.ended();
    assertThat(err.toString().lines())
        .containsExactly(
            "mpvit: 2%, 130/5000, 1.0/s, 1:21:10 left",
            "mpvit: 3%, 160/5000, 1.0/s, 1:20:40 left", "mpvit: 3%, 190/5000, 1.0/s, 1:20:10 left");
    assertThat(terminal.size()).isZero();
  }

  @Test
  void shortWorkWithoutATerminalHasOnlyWarnings() {
    WorkLine line = line(false);
    line.started(0, 2);
    line.warning("left out image 7");
    seconds = 40;
    line.advanced(2);
    line.ended();
    assertThat(terminal.size()).isZero();
    assertThat(err.toString()).isEqualTo("mpvit: left out image 7" + System.lineSeparator());
  }
}
