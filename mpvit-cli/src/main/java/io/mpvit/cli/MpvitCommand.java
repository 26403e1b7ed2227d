/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The {@code mpvit} command itself: its subcommands and what all of them share. */
@Command(
    name = "mpvit",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Finds classes and objects in pictures, and the class of every pixel, with MPViT networks.",
    footerHeading = "%nExit status: 0 done, 1 failed, 2 wrong usage. ",
    footer = {
      "Results go to standard output or files, talk to standard error.",
      "Weights are looked for in: -w FILE (or hf://OWNER/REPO), the folder or mirror of"
          + " MPVIT_WEIGHTS, the cache, those of torch and the Hugging Face hub, the places on the"
          + " model's card.",
      "'mpvit COMMAND --help' explains a command."
    },
    subcommands = {
      ModelsCommand.class,
      ClassifyCommand.class,
      DetectCommand.class,
      SegmentCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      InspectCommand.class,
      ConvertCommand.class,
      BenchCommand.class,
      DatasetCommand.class
    })
final class MpvitCommand {

  private static final String LOG = "org.slf4j.simpleLogger.";

  private boolean verbose;
  private volatile boolean ending;
  private volatile Runnable gentleEnd;
  private volatile Runnable lastWords = () -> {};

  /** Makes the command line, ready to execute. */
  static CommandLine commandLine() {
    Failures failures = new Failures();
    return new CommandLine(new MpvitCommand())
        .setExecutionStrategy(MpvitCommand::execute)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** Runs the command; picocli itself hands on exceptions only, not errors such as a full heap. */
  private static int execute(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError | LinkageError | StackOverflowError e) {
      List<CommandLine> commands = parsed.asCommandLineList();
      CommandLine last = commands.get(commands.size() - 1);
      throw new CommandLine.ExecutionException(last, Failures.message(e), e);
    }
  }

  /** The top of a command's line. */
  static MpvitCommand of(CommandLine command) {
    CommandLine top = command;
    while (top.getParent() != null) {
      top = top.getParent();
    }
    return (MpvitCommand) top.getCommandSpec().userObject();
  }

  /**
   * Shows log messages and stack traces. Loggers read their level when they are made, which is
   * after the command line is parsed.
   */
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show log messages, and the stack trace of a failure.")
  void setVerbose(boolean value) {
    verbose = value;
    if (value) {
      System.setProperty(LOG + "defaultLogLevel", "info");
      System.setProperty(LOG + "log.io.mpvit", "debug");
    }
  }

  boolean verbose() {
    return verbose;
  }

  /** What a command wants done when the user ends the process, instead of being interrupted. */
  void endWith(Runnable action) {
    gentleEnd = action;
  }

  /** What a command that is interrupted has to say of what stays. */
  void sayAtEnd(Runnable words) {
    lastWords = words;
  }

  /**
   * Tells that the user ends the process: what then fails is no news.
   *
   * @return whether the command ends by itself, in its own time
   */
  boolean end() {
    Runnable action = gentleEnd;
    ending = action == null;
    (action == null ? lastWords : action).run();
    return action != null;
  }

  boolean isEnding() {
    return ending;
  }
}
