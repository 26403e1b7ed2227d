/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.zoo.fetch.FetchException;
import io.mpvit.zoo.remedy.Remediable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what went wrong; the stack trace comes with {@code -v}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** The command line is wrong. */
  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    report(
        command, failure, message(failure) + suggestion(failure) + " (see '" + name + " --help')");
    return CommandLine.ExitCode.USAGE;
  }

  private static String suggestion(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> nearest = unmatched.getSuggestions().stream().limit(2).toList();
    return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
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
    MpvitCommand top = MpvitCommand.of(command);
    // A download says that it can be continued.
    if (top.isEnding() && !(failure instanceof InterruptedIOException)) {
      return;
    }
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + line);
    if (top.verbose()) {
      failure.printStackTrace(err);
    }
    err.flush();
  }

  /** What happened, in one line; of several places that were asked, in one line each. */
  static String message(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "not enough memory ("
          + failure.getMessage()
          + "); a larger heap comes with JAVA_OPTS=-Xmx8g, smaller batches with --batch 1";
    }
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + reason(file);
    }
    return text(failure);
  }

  private static String text(Throwable failure) {
    String text =
        failure instanceof Remediable remediable ? inOptions(remediable) : failure.getMessage();
    if (text == null || text.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    return failure instanceof FetchException ? text : text.lines().findFirst().orElseThrow();
  }

  /** What a user can do is said in options here. */
  private static String inOptions(Remediable failure) {
    return failure
        .remedy()
        .map(
            remedy ->
                failure.messageWith(
                    remedy,
                    switch (remedy) {
                      case NAME_A_FILE -> "-w FILE";
                      case RESUME -> "--resume";
                    }))
        .orElseGet(failure::getMessage);
  }

  /** Why a file could not be had, without its name. */
  static String reason(IOException failure) {
    if (!(failure instanceof FileSystemException file)) {
      return text(failure);
    }
    if (file.getReason() != null) {
      return file.getReason();
    }
    // The system's own exceptions hold nothing but the file's name.
    if (file instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (file instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    return file instanceof FileAlreadyExistsException
        ? "a file is in its place"
        : file.getClass().getSimpleName();
  }
}
