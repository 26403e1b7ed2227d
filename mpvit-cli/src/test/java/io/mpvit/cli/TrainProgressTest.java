/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.mpvit.training.LossValues;
import io.mpvit.training.loop.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainProgressTest {

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();

  private TrainProgress progress(boolean interactive, int width, boolean verbose) {
    PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
    return new TrainProgress(
        new TerminalLine(interactive ? out : null, width), lines::add, verbose, Device.cpu());
  }

  private static StepReport report(long iteration, double loss, double seconds) {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("loss_cls", loss);
    losses.put("loss_box_reg", 0.5);
    return new StepReport(
        iteration, 1000, new LossValues(losses, Map.of("acc_seg", 75.0)), 2e-4, 1, 8, seconds, 0);
  }

  private String shown() {
    return screen.toString(StandardCharsets.UTF_8);
  }

  @Test
  void redrawsOneLineOnATerminal() {
    TrainProgress progress = progress(true, 200, false);
    progress.started(0, 1000);
    progress.step(report(1, 2, 4));
    assertThat(shown())
        .startsWith("\r  0% |                              | 1/1000, loss 2.5000, 2.0 images/s,")
        .contains("1:06:36 left")
        .containsPattern(
            "left(, \\d+ MB)?, lr 2.00e-04 \\(cls 2.0000, box_reg 0.5000, acc_seg 75.0000\\)")
        .doesNotContain("\n");
    progress.step(report(2, 1, 0.1));
    assertThat(shown()).as("not more often than anybody can read").doesNotContain("2/1000");
    progress.step(report(3, 1, 0.1));
    // 0.9 (0.9 * 2 + 0.1 * 1) + 0.1 * 1 + 0.5
    assertThat(shown()).contains("3/1000, loss 2.3100");
    progress.checkpoint(3, Path.of("checkpoint-3"));
    progress.step(report(1000, 1, 0.01));
    assertThat(shown()).contains("100% |==============================| 1000/1000");
    progress.ended();
    assertThat(shown()).endsWith(System.lineSeparator());
    assertThat(lines).containsExactly("training for 1000 steps");
  }

  @Test
  void isNoWiderThanTheTerminal() {
    TrainProgress progress = progress(true, 79, false);
    progress.started(0, 1000);
    progress.step(report(1, 2, 4));
    assertThat(shown()).hasSize(80).contains("images/s");
  }

  @Test
  void tellsNowAndThenWithoutOne() {
    TrainProgress progress = progress(false, 0, false);
    progress.started(5, 1000);
    for (int i = 6; i <= 15; i++) {
      progress.step(report(i, 2, 10));
      progress.checkpoint(i, Path.of("checkpoint-" + i));
    }
    progress.step(report(1000, 2, 10));
    progress.ended();
    assertThat(screen.size()).isZero();
    assertThat(progress.newest()).contains(Path.of("checkpoint-15"));
    assertThat(lines).hasSize(4).first().isEqualTo("going on after step 5 of 1000");
    assertThat(lines.get(1))
        .contains("| 8/1000, loss 2.5000, 0.8 images/s, 2:45:20 left")
        .contains("(cls 2.0000, box_reg 0.5000, acc_seg 75.0000)");
    assertThat(lines.get(2)).contains("| 11/1000,");
    assertThat(lines.get(3)).contains("| 14/1000,");
  }

  @Test
  void tellsTheVerboseOfTheFirstAndTheLastStepToo() {
    TrainProgress progress = progress(false, 0, true);
    progress.started(0, 1000);
    for (int i = 1; i <= 9; i++) {
      progress.step(report(i, 2, 7.5));
    }
    progress.checkpoint(9, Path.of("checkpoint-9"));
    progress.step(report(1000, 2, 1));
    assertThat(lines).hasSize(6);
    assertThat(lines.subList(1, 6))
        .extracting(line -> line.replaceFirst(".*\\| ", "").replaceFirst(",.*", ""))
        .containsExactly("1/1000", "5/1000", "9/1000", "step 9: wrote checkpoint-9", "1000/1000");
    assertThat(screen.size()).isZero();
  }
}
