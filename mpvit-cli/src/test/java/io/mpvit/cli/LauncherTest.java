/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script in a copy of the project's folders, with stand-ins for mvn and java. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final String[] TOOLS = {
    "bash",
    "cat",
    "cksum",
    "cut",
    "dirname",
    "env",
    "find",
    "flock",
    "head",
    "id",
    "ls",
    "mkdir",
    "mktemp",
    "readlink",
    "rm",
    "sed",
    "touch"
  };

  /** Makes what a build makes, and leaves a line in a log. */
  private static final String MVN =
      """
      #!/usr/bin/env bash
      echo "$@" >> "$PWD/mvn.log"
      if [ -e "$PWD/broken" ]; then echo "[ERROR] it is broken"; exit 1; fi
      mkdir -p mpvit-cli/target/lib
      touch mpvit-cli/target/mpvit-cli-1.jar mpvit-cli/target/lib/a.jar
      touch mpvit-cli/target/lib/pytorch-native-cpu-2.jar
      """;

  /** Says how it was called. */
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      if [ "$1" = -version ]; then echo "openjdk version \\"${STUB_VERSION:-21.0.1}\\"" >&2; exit; fi
      printf '%s\\n' "$@"
      exit 3
      """;

  @TempDir private Path folder;
  private Path root;
  private Path bin;

  @BeforeEach
  void layOut() throws Exception {
    root = Files.createDirectories(folder.resolve("a project"));
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String module :
        new String[] {
          "mpvit-core", "mpvit-detection", "mpvit-segmentation", "mpvit-zoo", "mpvit-cli"
        }) {
      Path sources = Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(sources.resolve("A.java"), "");
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    // Maven runs tests in the module's folder.
    executable(root.resolve("mpvit"), Files.readString(Path.of("..", "mpvit")));
    executable(bin.resolve("mvn"), MVN);
    executable(bin.resolve("java"), JAVA);
    for (String tool : TOOLS) {
      for (String place : new String[] {"/usr/bin", "/bin"}) {
        Path program = Path.of(place, tool);
        if (Files.exists(program) && !Files.exists(bin.resolve(tool))) {
          executable(bin.resolve(tool), "#!/bin/sh\nexec " + program + " \"$@\"\n");
        }
      }
    }
  }

  @Test
  void buildsOnceAndHandsEverythingOn() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("mpvit"));
    Run first = run(link, Map.of("JAVA_OPTS", "-Xmx1g -Da=b"), "detect", "my picture.jpg");
    assertThat(first.status()).isEqualTo(3);
    assertThat(first.err().lines()).singleElement().asString().startsWith("mpvit: building");
    Path target = root.toRealPath().resolve("mpvit-cli/target");
    assertThat(first.out().lines())
        .contains("-Xmx1g", "-Da=b")
        .endsWith(
            "-cp",
            target.resolve("mpvit-cli-1.jar")
                + ":"
                + target.resolve("lib/a.jar")
                + ":"
                + target.resolve("lib/pytorch-native-cpu-2.jar"),
            "io.mpvit.cli.Main",
            "detect",
            "my picture.jpg");

    Run second = run(root.resolve("mpvit"), Map.of("PYTORCH_FLAVOR", "cu128"), "models");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("lib/a.jar").doesNotContain("pytorch-native-cpu");
    assertThat(root.resolve("mvn.log")).content().hasLineCount(1).contains("-pl mpvit-cli -am");
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run(root.resolve("mpvit"), Map.of());
    Path stale = Files.createFile(root.resolve("mpvit-cli/target/lib/old.jar"));
    Files.setLastModifiedTime(
        root.resolve("mpvit-zoo/src/main/java/A.java"),
        FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    Run again = run(root.resolve("mpvit"), Map.of());
    assertThat(again.err()).startsWith("mpvit: building");
    assertThat(stale).doesNotExist();
    assertThat(root.resolve("mvn.log")).content().hasLineCount(2);
  }

  @Test
  void aFailedBuildShowsWhatMavenSays() throws Exception {
    Files.createFile(root.resolve("broken"));
    Run run = run(root.resolve("mpvit"), Map.of());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("[ERROR] it is broken", "mpvit: the build failed");
    Files.delete(root.resolve("broken"));
    assertThat(run(root.resolve("mpvit"), Map.of()).status()).isEqualTo(3);
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    assertThat(run(root.resolve("mpvit"), Map.of("STUB_VERSION", "11.0.2")).err())
        .contains("is Java 11; Java 17 or later is needed");
    assertThat(run(root.resolve("mpvit"), Map.of("JAVA_HOME", "/nowhere")))
        .isEqualTo(new Run(1, "", "mpvit: JAVA_HOME is /nowhere, which has no bin/java\n"));
    Files.delete(bin.resolve("mvn"));
    assertThat(run(root.resolve("mpvit"), Map.of()).err()).startsWith("mpvit: no mvn found;");
    Files.delete(bin.resolve("java"));
    assertThat(run(root.resolve("mpvit"), Map.of()))
        .isEqualTo(
            new Run(1, "", "mpvit: no java found; install Java 17 or later, or set JAVA_HOME\n"));
  }

  private record Run(int status, String out, String err) {}

  private Run run(Path script, Map<String, String> environment, String... args) throws Exception {
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(script.toString());
    builder.command().addAll(List.of(args));
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("PYTORCH_FLAVOR");
    builder.environment().remove("JAVA_OPTS");
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("TMPDIR", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.directory(folder.toFile()).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, Files.readString(err));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
