/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A JVM with 128 MiB of heap that tries one file after the other, each for at most 20 s. */
final class ChildJvm {
  private static final long LIMIT_MILLIS = 20_000;

  private ChildJvm() {}

  /**
   * Runs a main class that calls {@link #report}.
   *
   * @param folder for the child's error output; also its only argument
   * @param problems receives what was reported
   * @return the exit status
   */
  static int run(Class<?> main, Path folder, Map<String, String> problems)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.toString());
    Path errors = folder.resolve("errors.txt");
    Process child = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    try (InputStream out = child.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().forEach(l -> problems.put(l.split("\t")[0], l.substring(l.indexOf('\t') + 1)));
    }
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(errors).content().isEmpty();
    return child.exitValue();
  }

  /** In the child: runs a check under the time limit and prints its name and what it returns. */
  static void report(String name, Callable<String> check) throws InterruptedException {
    AtomicReference<String> result = new AtomicReference<>("did not end");
    Thread worker =
        new Thread(
            () -> {
              try {
                result.set(check.call());
              } catch (Throwable e) {
                // Whatever is no clean failure, errors of the JVM included.
                result.set("crashed: " + e);
              }
            });
    worker.setDaemon(true);
    worker.start();
    worker.join(LIMIT_MILLIS);
    String line = worker.isAlive() ? "still running after 20 s" : result.get();
    System.out.println(name + "\t" + line.replaceAll("\\s+", " "));
    System.out.flush();
  }
}
