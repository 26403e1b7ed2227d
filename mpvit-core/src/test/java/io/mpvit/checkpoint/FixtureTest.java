/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    exitStatus = ChildJvm.run(FixtureChild.class, folder, PROBLEMS);
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
