/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that want one file at once. */
@Timeout(60)
class TwoProcessesTest {

  /** Downloads what its arguments name: address and target. */
  public static void main(String[] args) throws IOException {
    ProgressListener saying =
        new ProgressListener() {
          @Override
          public void message(String line) {
            System.out.println(line);
          }
        };
    new Downloader().download(new Download(URI.create(args[0]), Path.of(args[1])), saying);
  }

  @Test
  void oneDownloadsAndTheOtherWaits(@TempDir Path folder) throws Exception {
    byte[] content = DownloaderTest.weights(1);
    Path target = folder.resolve("cache").resolve("model.pth");
    try (FileServer server = new FileServer(content)) {
      server.always(
          exchange -> {
            Thread.sleep(1500); // as long as both need to be there
            server.wellBehaved(exchange);
          });
      Process first = start(server.uri("/model.pth"), target);
      Process second = start(server.uri("/model.pth"), target);
      List<String> said = List.of(text(first), text(second));
      assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(List.of(first.exitValue(), second.exitValue())).as("%s", said).containsOnly(0);
      assertThat(server.asked()).hasSize(1);
      assertThat(said.toString()).containsOnlyOnce("fetching model.pth");
    }
    assertThat(target).hasBinaryContent(content);
    try (var files = Files.list(target.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.pth", "model.pth.lock", "model.pth.pin.json");
    }
  }

  private static Process start(URI source, Path target) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TwoProcessesTest.class.getName(),
            source.toString(),
            target.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
