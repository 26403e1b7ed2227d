/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application in one jar finds engine, bundled models and decoders, as docs/packaging.md says.
 */
class FatJarTest {

  private static final Path PICTURE = Path.of("..", "examples", "pictures", "shapes.jpg");

  @TempDir private Path folder;

  private void findsTheShapes(Path jar) throws Exception {
    Path json = folder.resolve("found.json");
    Path talk = folder.resolve("talk.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.offline=true",
                "-Djava.awt.headless=true",
                "-jar",
                jar.toString(),
                "detect",
                PICTURE.toAbsolutePath().toString(),
                "--device",
                "cpu",
                "--json",
                json.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(talk.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(talk)).isZero();
    assertThat(JsonParser.parseString(Files.readString(json)).getAsJsonArray()).hasSize(8);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  @Test
  void shadedWithItsServicesPutTogether() throws Exception {
    Path jar = folder.resolve("shaded.jar");
    FatJars.shaded(jar, Main.class);
    findsTheShapes(jar);
  }

  @Test
  void jarsInAJarAsSpringBootPacksThem() throws Exception {
    Path jar = folder.resolve("nested.jar");
    FatJars.nested(jar, Main.class);
    findsTheShapes(jar);
  }
}
