/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The process: streams, the end by Ctrl-C, and the exit status. */
public final class Main {

  private static final long TIDYING_MILLIS = 1000;

  private Main() {}

  /**
   * Runs a command and ends the process with its exit status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // DJL reports its use to its makers unless told otherwise.
    System.setProperty("OPT_OUT_TRACKING", "true");
    CommandLine commandLine = MpvitCommand.commandLine();
    CountDownLatch finished =
        endTidilyOnInterrupt(Thread.currentThread(), MpvitCommand.of(commandLine));
    ResultStream results = new ResultStream(new FileOutputStream(FileDescriptor.out));
    commandLine.setOut(utf8(results));
    commandLine.setErr(utf8(new FileOutputStream(FileDescriptor.err)));
    int status = commandLine.execute(args);
    commandLine.getOut().flush();
    Optional<IOException> lost = results.failure();
    if (lost.isPresent() && status == 0) {
      status = 1;
      // A reader that has seen enough, such as head, is no news.
      if (!results.readerIsGone()) {
        Failures.report(commandLine, lost.get());
      }
    }
    finished.countDown();
    System.exit(status);
  }

  /** Lets a command that is being ended remove its unfinished files first. */
  private static CountDownLatch endTidilyOnInterrupt(Thread command, MpvitCommand state) {
    CountDownLatch finished = new CountDownLatch(1);
    Runnable tidy =
        () -> {
          if (finished.getCount() > 0) {
            try {
              // Not join: the command's own exit waits for this hook.
              if (state.end()) {
                finished.await();
              } else {
                command.interrupt();
                finished.await(TIDYING_MILLIS, TimeUnit.MILLISECONDS);
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(tidy, "mpvit-tidy"));
    return finished;
  }

  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
