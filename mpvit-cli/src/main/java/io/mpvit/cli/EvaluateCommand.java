/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import picocli.CommandLine.Command;

/** {@code mpvit evaluate}: how good results are. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Scores results as the benchmarks do.",
    subcommands = {
      EvaluateCocoCommand.class,
      EvaluateDetectionCommand.class,
      EvaluateClassificationCommand.class,
      EvaluateSegmentationCommand.class
    })
final class EvaluateCommand {}
