/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** The process: streams, the end by Ctrl-C, and the exit status. */
public final class Main {

  private static final long TIDYING_MILLIS = 2000;

  private Main() {}

  /**
   * Runs a command and ends the process with its exit status.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    // DJL reports its use to its makers unless told otherwise.
    System.setProperty("OPT_OUT_TRACKING", "true");
    AtomicBoolean finished = endTidilyOnInterrupt(Thread.currentThread());
    CommandLine commandLine = MpvitCommand.commandLine();
    commandLine.setOut(utf8(new FileOutputStream(FileDescriptor.out)));
    commandLine.setErr(utf8(new FileOutputStream(FileDescriptor.err)));
    int status = commandLine.execute(args);
    commandLine.getOut().flush();
    finished.set(true);
    System.exit(status);
  }

  /** Lets a command that is being ended remove its unfinished files first. */
  private static AtomicBoolean endTidilyOnInterrupt(Thread command) {
    AtomicBoolean finished = new AtomicBoolean();
    Runnable tidy =
        () -> {
          if (!finished.get()) {
            Failures.silence();
            command.interrupt();
            try {
              command.join(TIDYING_MILLIS);
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
