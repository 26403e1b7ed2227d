/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong; the stack trace comes with {@code -v}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** Set when the user ends the process: what then fails is no news. */
  private static volatile boolean silent;

  static void silence() {
    silent = true;
  }

  /** The command line is wrong. */
  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    report(command, failure, message(failure) + " (see '" + name + " --help')");
    return CommandLine.ExitCode.USAGE;
  }

  /** The command failed. */
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    report(command, failure, message(failure));
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Reports a failure after which the command goes on. */
  static void report(CommandLine command, Throwable failure) {
    report(command, failure, message(failure));
  }

  private static void report(CommandLine command, Throwable failure, String line) {
    if (silent) {
      return;
    }
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + line);
    if (MpvitCommand.of(command).verbose()) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  /** What happened, in one line. */
  static String message(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "not enough memory ("
          + failure.getMessage()
          + "); a larger heap comes with JAVA_OPTS=-Xmx8g, smaller batches with --batch 1";
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    String text = failure.getMessage();
    return text == null || text.isBlank()
        ? failure.getClass().getSimpleName()
        : text.lines().findFirst().orElseThrow();
  }

  /** The system's own exceptions often hold nothing but the file's name. */
  private static String reason(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    return failure instanceof NoSuchFileException
        ? "no such file or folder"
        : failure.getClass().getSimpleName();
  }
}
