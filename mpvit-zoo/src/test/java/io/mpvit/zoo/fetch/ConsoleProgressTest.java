/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void barGrowsInPlace() {
    ConsoleProgress progress = new ConsoleProgress(out, true);
    progress.started("m.pth", 0, 2_000_000);
    progress.advanced(1, 2_000_000); // still 0 %: not drawn again
    progress.advanced(1_000_000, 2_000_000);
    progress.advanced(2_000_000, 2_000_000);
    progress.ended();
    assertThat(drawn().split("\r"))
        .containsExactly(
            "",
            "m.pth:   0% |" + " ".repeat(40) + "| 0.0/2.0 MB",
            "m.pth:  50% |" + "=".repeat(20) + " ".repeat(20) + "| 1.0/2.0 MB",
            "m.pth: 100% |" + "=".repeat(40) + "| 2.0/2.0 MB\n");
  }

  @Test
  void unknownSizeCountsMegabytes() {
    ConsoleProgress progress = new ConsoleProgress(out, true);
    progress.started("m.pth", 0, -1);
    progress.advanced(500_000, -1);
    progress.advanced(1_500_000, -1);
    assertThat(drawn()).isEqualTo("\rm.pth: 0.0 MB\rm.pth: 1.5 MB");
  }

  @Test
  void messageGetsALineOfItsOwn() {
    ConsoleProgress progress = new ConsoleProgress(out, true);
    progress.started("m.pth", 0, -1);
    progress.message("trying again");
    assertThat(drawn()).isEqualTo("\rm.pth: 0.0 MB\ntrying again\n");
  }

  @Test
  void noBarOutsideATerminal() {
    ConsoleProgress progress = new ConsoleProgress(out, false);
    progress.message("licence");
    progress.started("m.pth", 0, 10);
    progress.advanced(10, 10);
    progress.ended();
    assertThat(drawn()).isEqualTo("licence\n");
  }

  @Test
  void outsideATerminalThereIsALineNowAndThen() {
    AtomicLong seconds = new AtomicLong();
    ConsoleProgress progress =
        new ConsoleProgress(out, false, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
    progress.started("m.pth", 0, 100_000_000);
    for (int i = 1; i <= 75; i++) {
      seconds.set(i);
      progress.advanced(i * 1_000_000L, 100_000_000);
    }
    progress.started("n.pth", 0, -1);
    seconds.addAndGet(40);
    progress.advanced(1_000_000, -1);
    progress.ended();
    assertThat(drawn().lines())
        .containsExactly(
            "m.pth: 30%, 30.0/100.0 MB, 1.00 MB/s, 0:01:10 left",
            "m.pth: 60%, 60.0/100.0 MB, 1.00 MB/s, 0:00:40 left", "n.pth: 1.0 MB, 0.03 MB/s");
  }

  private String drawn() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
