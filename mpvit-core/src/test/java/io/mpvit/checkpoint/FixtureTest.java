/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every reference file, in a child JVM with 128 MiB of heap and 20 s per file. */
class FixtureTest {
  @TempDir static Path folder;

  private static final Map<String, String> PROBLEMS = new LinkedHashMap<>();
  private static int exitStatus;

  @BeforeAll
  static void runChild() throws IOException, InterruptedException {
    for (String forbidden : Fixtures.forbiddenFiles()) {
      Files.deleteIfExists(Path.of(forbidden));
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            FixtureChild.class.getName());
    Path errors = folder.resolve("errors.txt");
    Process child = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (InputStream out = child.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().forEach(l -> PROBLEMS.put(l.split("\t", 2)[0], l.split("\t", 2)[1]));
    }
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    exitStatus = child.exitValue();
    assertThat(errors).content().isEmpty();
  }

  @Test
  void childReportsEveryFixtureAndEndsNormally() {
    assertThat(exitStatus).isZero();
    assertThat(PROBLEMS).hasSize(Fixtures.declaredCount()).hasSize(226);
  }

  @Test
  void nothingNamedInAFileIsExecuted() {
    List<String> forbidden = new ArrayList<>(Fixtures.forbiddenFiles());
    assertThat(forbidden).isNotEmpty().noneMatch(f -> Files.exists(Path.of(f)));
  }

  @TestFactory
  Stream<DynamicTest> fixtureBehavesAsItsIndexSays() {
    return Fixtures.all().stream()
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.name() + " " + f.outcome(),
                    () -> assertThat(PROBLEMS.get(f.name())).isEqualTo("")));
  }
}
