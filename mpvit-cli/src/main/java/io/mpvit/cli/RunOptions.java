/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much of a data set to evaluate, and where results go. */
final class RunOptions {

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Evaluate at most this many pictures (default: all).")
  private Integer limit;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Pictures that go through the network together; see below.")
  private Integer batch;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Where results per picture go; see below.")
  private Path results;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = JsonConverter.class,
      description = "Write the scores as JSON; - for standard output, in place of the tables.")
  private JsonOutput json;

  /** Checks all that can be checked before the work. */
  void check() throws IOException {
    positive("--limit", limit);
    positive("--batch", batch);
    if (results != null) {
      OutputFiles.check(results);
    }
    if (json != null) {
      json.check();
    }
  }

  private void positive(String name, Integer value) {
    if (value != null && value < 1) {
      throw new ParameterException(spec.commandLine(), name + " is at least 1, found " + value);
    }
  }

  int limit() {
    return limit == null ? Integer.MAX_VALUE : limit;
  }

  int batch(int preset) {
    return batch == null ? preset : batch;
  }

  /** Where results per picture go; what an interrupted run has to say of them is settled, too. */
  Path results(String preset) {
    Path file = results == null ? Path.of(preset) : results;
    CommandLine command = spec.commandLine();
    MpvitCommand.of(command)
        .sayAtEnd(
            () -> {
              command
                  .getErr()
                  .printf(
                      "%nended; results so far are kept for %s. To go on: %s%n",
                      file, CommandText.again(command, ""));
              command.getErr().flush();
            });
    return file;
  }

  /** Where JSON goes, or null. */
  JsonOutput json() {
    return json;
  }

  /** Whether tables may go to standard output. */
  boolean printsTables() {
    return json == null || !json.isStandardOutput();
  }
}
