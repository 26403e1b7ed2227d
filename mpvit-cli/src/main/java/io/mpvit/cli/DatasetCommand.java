/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mpvit dataset}: makes data sets, converts them and looks at them. */
@Command(
    name = "dataset",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    description = "Makes data sets, brings them into COCO's layout, and looks at them.",
    subcommands = {
      DatasetShapesCommand.class,
      DatasetConvertCommand.class,
      DatasetShowCommand.class
    })
final class DatasetCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected what to do: shapes, convert or show");
  }
}
