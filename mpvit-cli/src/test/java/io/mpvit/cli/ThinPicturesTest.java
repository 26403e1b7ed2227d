/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures two thousand times as long as wide, of which resizing leaves a line, or makes a band.
 */
class ThinPicturesTest {

  private static final int LONG = 20_000;
  private static final int SHORT = 10;

  @TempDir private Path folder;
  private Path pictures;

  @BeforeEach
  void draw() throws Exception {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    TestFiles.picture(pictures.resolve("wide.png"), SHORT, LONG);
    TestFiles.picture(pictures.resolve("high.png"), LONG, SHORT);
  }

  @Test
  void masksAreFound() throws Exception {
    detect("-m", "mask_rcnn_mpvit_pico_shapes");
  }

  @Test
  void boxesAreFound() throws Exception {
    detect("-w", TestFiles.detector(3));
  }

  private void detect(Object... model) throws Exception {
    Path json = folder.resolve("found.json");
    Result found =
        Cli.run(
            "detect",
            pictures,
            model[0],
            model[1],
            "-o",
            folder.resolve("o"),
            "--json",
            json,
            "--score",
            "0",
            "--threads",
            "1");
    assertThat(found.status()).as(found.err()).isZero();
    assertThat(json).isRegularFile();
    assertThat(folder.resolve("o/wide.png")).isRegularFile();
    assertThat(folder.resolve("o/high.png")).isRegularFile();
  }

  @Test
  void pixelsAreLabelled() {
    Path labels = folder.resolve("labels");
    Result found =
        Cli.run(
            "segment",
            pictures,
            "-m",
            "upernet_mpvit_pico_shapes",
            "--labels",
            labels,
            "--threads",
            "1");
    assertThat(found.status()).as(found.err()).isZero();
    Result scored =
        Cli.run(
            "evaluate",
            "segmentation",
            "-m",
            "upernet_mpvit_pico_shapes",
            "--images",
            pictures,
            "--annotations",
            labels,
            "--results",
            folder.resolve("j.jsonl"),
            "--threads",
            "1");
    assertThat(scored.status()).as(scored.err()).isZero();
    assertThat(scored.out()).contains("aAcc 100.00");
  }

  @Test
  void classesAreFound() throws Exception {
    Result found = Cli.run("classify", pictures, "-w", TestFiles.classifier(7), "--threads", "1");
    assertThat(found.status()).as(found.err()).isZero();
    assertThat(found.out()).contains("class_");
  }
}
