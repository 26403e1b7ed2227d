/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own. */
class ProcessTest {

  @TempDir private Path folder;

  @Test
  void helpStartsNoEngine() throws Exception {
    Path classes = folder.resolve("classes.txt");
    Process process = start(List.of("-Xlog:class+load:file=" + classes), "detect", "--help");
    String out = text(process);
    assertThat(process.waitFor()).isZero();
    assertThat(out).contains("Usage: mpvit detect").contains("--score");
    try (Stream<String> lines = Files.lines(classes)) {
      List<String> loaded =
          lines.map(line -> line.replaceAll("\\[.*]| source:.*", "").strip()).toList();
      assertThat(loaded).contains("io.mpvit.cli.DetectCommand");
      assertThat(loaded.stream().filter(ProcessTest::belongsToTheEngine)).isEmpty();
    }
  }

  private static boolean belongsToTheEngine(String name) {
    return name.startsWith("ai.djl.engine.")
        || name.startsWith("ai.djl.pytorch.")
        || name.startsWith("org.slf4j.");
  }

  @Test
  void aFailureIsOneLineOnStandardErrorAndTheLogIsSilent() throws Exception {
    Path picture = TestFiles.picture(folder.resolve("a.png"), 30, 30);
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    Path err = folder.resolve("err.txt");
    Process process =
        builder(
                List.of(),
                "classify",
                text.toString(),
                picture.toString(),
                "--json",
                "-",
                "-w",
                TestFiles.classifier(7).toString())
            .redirectError(err.toFile())
            .start();
    String out = text(process);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readAllLines(err))
        .singleElement()
        .asString()
        .startsWith("mpvit classify: cannot read picture " + text);
    assertThat(out).startsWith("[").contains("class_");
  }

  @Test
  void resultsThatCannotBePrintedAreAFailure() throws Exception {
    Path full = Path.of("/dev/full");
    Path err = folder.resolve("err.txt");
    Process process =
        builder(List.of(), "models")
            .redirectOutput(Files.exists(full) ? full.toFile() : folder.resolve("out").toFile())
            .redirectError(err.toFile())
            .start();
    int status = process.waitFor();
    if (Files.exists(full)) {
      assertThat(status).isEqualTo(1);
      assertThat(err).content().startsWith("mpvit: cannot write to standard output");
    } else {
      assertThat(status).isZero();
    }
  }

  @Test
  void endedFromOutsideItLeavesNoUnfinishedFile() throws Exception {
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>(List.of("detect"));
    for (int i = 0; i < 200; i++) {
      command.add(
          i == 0 ? TestFiles.picture(folder.resolve("a.png"), 20, 160).toString() : command.get(1));
    }
    command.addAll(List.of("-w", TestFiles.detector(3).toString(), "-o", out.toString(), "--json"));
    Path json = folder.resolve("out.json");
    command.add(json.toString());
    Path err = folder.resolve("err.txt");
    Process process =
        builder(List.of(), command.toArray(String[]::new)).redirectError(err.toFile()).start();
    // The first line of the table says that the work has begun.
    assertThat(process.getInputStream().read()).isNotNegative();
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(err).isEmptyFile();
    assertThat(json).doesNotExist();
    try (Stream<Path> files = Stream.concat(Files.list(out), Files.list(folder))) {
      assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
    }
  }

  @Test
  void endedTrainingSaysWhatStaysAndHowToGoOn() throws Exception {
    Path data = folder.resolve("my data");
    assertThat(Cli.run("dataset", "shapes", "--out", data, "--images", "2", "--seed", "1").status())
        .isZero();
    Path out = folder.resolve("out");
    String[] train = {
      "train",
      "-m",
      "deformable_detr_mpvit_pico_shapes",
      "--data",
      data.toString(),
      "--out",
      out.toString(),
      "--batch",
      "1",
      "--iterations",
      "100000",
      "--threads",
      "1"
    };
    Process process =
        builder(List.of(), train).redirectOutput(folder.resolve("o.txt").toFile()).start();
    try (BufferedReader err = process.errorReader(StandardCharsets.UTF_8)) {
      String line = err.readLine();
      while (!"training for 100000 steps".equals(line)) {
        assertThat(line).isNotNull();
        line = err.readLine();
      }
      Path metrics = out.resolve("metrics.jsonl");
      while (process.isAlive() && !(Files.exists(metrics) && Files.size(metrics) > 0)) {
        Thread.sleep(20);
      }
      process.toHandle().destroy(); // the process itself would close its streams
      List<String> said = err.lines().toList();
      assertThat(said).hasSize(2);
      assertThat(said.get(0)).isEqualTo("stopping after this step, with a checkpoint");
      String[] parts = said.get(1).split(" is kept. To go on: ");
      assertThat(Path.of(parts[0])).isDirectory().hasParent(out);
      assertThat(parts[1])
          .isEqualTo(
              "mpvit "
                  + String.join(" ", train).replace("" + data, "'" + data + "'")
                  + " --resume");
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
  }

  @Test
  void endedEvaluationSaysHowToGoOn() throws Exception {
    Path data = folder.resolve("data");
    assertThat(
            Cli.run("dataset", "shapes", "--out", data, "--images", "100", "--seed", "1").status())
        .isZero();
    Path results = folder.resolve("found.json");
    String[] evaluate = {
      "evaluate",
      "detection",
      "-m",
      "mask_rcnn_mpvit_pico_shapes",
      "--images",
      data + "/images",
      "--annotations",
      data + "/instances.json",
      "--results",
      results.toString(),
      "--threads",
      "1"
    };
    Path err = folder.resolve("err.txt");
    Process process =
        builder(List.of(), evaluate)
            .redirectOutput(folder.resolve("o.txt").toFile())
            .redirectError(err.toFile())
            .start();
    Path journal = Path.of(results + ".journal");
    while (process.isAlive() && !(Files.exists(journal) && Files.size(journal) > 1000)) {
      Thread.sleep(20);
    }
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(err)
        .content()
        .endsWith(
            "ended; results so far are kept for %s. To go on: mpvit %s%n"
                .formatted(results, String.join(" ", evaluate)));
  }

  private static Process start(List<String> options, String... args) throws IOException {
    return builder(options, args).redirectErrorStream(true).start();
  }

  private static ProcessBuilder builder(List<String> options, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command);
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
