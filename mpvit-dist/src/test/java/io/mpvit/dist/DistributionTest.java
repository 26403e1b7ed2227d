/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, unpacked and run as a user would: with Java, without Maven and network. */
@DisabledOnOs(OS.WINDOWS)
class DistributionTest {

  @TempDir private static Path folder;
  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    Path place = Files.createDirectories(folder.resolve("a place"));
    String file = Modules.distribution(".tar.gz").toAbsolutePath().toString();
    Process tar =
        new ProcessBuilder("tar", "-xzf", file, "-C", place.toString()).inheritIO().start();
    assertThat(tar.waitFor()).isZero();
    home = place.resolve("mpvit-" + Modules.VERSION);
  }

  private record Run(int status, String out, String err) {}

  /** Runs the launcher with a PATH on which there is nothing but Java and what a shell needs. */
  private static Run run(Path launcher, Path directory, String... arguments) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    link(bin, "java", Path.of(System.getProperty("java.home"), "bin", "java"));
    for (String tool : new String[] {"dirname", "readlink", "sed"}) {
      Path usual = Path.of("/usr/bin", tool);
      link(bin, tool, Files.exists(usual) ? usual : Path.of("/bin", tool));
    }
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "PYTORCH_FLAVOR"));
    builder.environment().put("PATH", bin.toString());
    // What asked for the network all the same would meet a proxy that is not there.
    builder
        .environment()
        .put(
            "JAVA_OPTS",
            "-Dai.djl.offline=true -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=1"
                + " -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, Files.readString(err));
  }

  private static void link(Path bin, String name, Path program) throws IOException {
    if (Files.notExists(bin.resolve(name))) {
      Files.createSymbolicLink(bin.resolve(name), program);
    }
  }

  @Test
  void findsTheShapesOffline() throws Exception {
    Path out = folder.resolve("out");
    Path json = folder.resolve("found.json");
    Run run =
        run(
            home.resolve("bin/mpvit"),
            home,
            "detect",
            "pictures/shapes.jpg",
            "-o",
            out.toString(),
            "--json",
            json.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(out.resolve("shapes.png")).isNotEmptyFile();
    JsonArray found = JsonParser.parseString(Files.readString(json)).getAsJsonArray();
    assertThat(found).isNotEmpty();
    assertThat(found.get(0).getAsJsonObject().get("score").getAsDouble()).isGreaterThan(0.9);
  }

  @Test
  void startsThroughALinkAndSaysItsVersion() throws Exception {
    Path link = folder.resolve("linked");
    Files.createSymbolicLink(link, home.resolve("bin/mpvit"));
    Run run = run(link, folder, "--version");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(Modules.VERSION);
  }

  @Test
  void theZipHoldsTheSameFiles() throws Exception {
    Path zip = Modules.distribution(".zip").toAbsolutePath();
    try (FileSystem system =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"))) {
      Path root = system.getPath("/mpvit-" + Modules.VERSION);
      assertThat(files(root)).isEqualTo(files(home));
      for (String name : files(home)) {
        assertThat(Files.mismatch(root.resolve(name), home.resolve(name))).as(name).isEqualTo(-1);
      }
      assertThat(Files.getPosixFilePermissions(root.resolve("bin/mpvit")))
          .contains(PosixFilePermission.OTHERS_EXECUTE);
    }
  }

  private static Set<String> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void bringsLicencesAndNoTestLibraries() throws IOException {
    assertThat(files(home))
        .contains(
            "README.txt",
            "CHANGELOG.md",
            "licences/LICENSE.md",
            "licences/THIRD-PARTY.md",
            "licences/bom.cdx.json",
            "lib/mpvit-cli-" + Modules.VERSION + ".jar")
        .noneMatch(name -> name.contains("junit") || name.contains("-tests"));
    assertThat(Files.readString(home.resolve("README.txt")))
        .contains(Modules.VERSION)
        .doesNotContain("${");
  }

  @Test
  void theLauncherForWindowsStartsTheSame() throws IOException {
    String cmd = Files.readString(home.resolve("bin/mpvit.cmd"));
    assertThat(cmd.lines().count()).isEqualTo(cmd.split("\r\n", -1).length - 1);
    String shell = Files.readString(home.resolve("bin/mpvit"));
    String options =
        "-XX:+UseSerialGC -Xshare:auto -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED";
    for (String text : List.of(cmd, shell)) {
      assertThat(text).contains(options).contains("io.mpvit.cli.Main").contains("JAVA_OPTS");
    }
  }
}
