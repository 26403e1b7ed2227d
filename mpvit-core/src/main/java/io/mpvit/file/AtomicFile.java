/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files under a temporary name beside their own, which begins with a dot and ends with
 * {@code .part}, and moves them there when they are complete: nobody ever sees half of one, and
 * what was there stays until then. A link keeps pointing to where it does. Files get the rights
 * that new files get, unlike those of {@code Files.createTempFile}, which are their owner's only.
 *
 * <p>Exceptions are the system's own, about the temporary file; callers say what they were about.
 */
public final class AtomicFile {

  /**
   * Writes the contents of a file.
   *
   * @param <E> what may go wrong besides writing
   */
  @FunctionalInterface
  public interface Body<E extends Exception> {
    /**
     * Writes everything.
     *
     * @param channel the file, which can be read and written; closed by the caller
     * @throws IOException if it cannot be written
     * @throws E if something else goes wrong
     */
    void write(FileChannel channel) throws IOException, E;
  }

  /** Writes the contents of a text file. */
  @FunctionalInterface
  public interface Text {
    /**
     * Writes everything.
     *
     * @param out takes text, which becomes UTF-8; closed by the caller
     * @throws IOException if it cannot be written
     */
    void write(Writer out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file. It is on the disk when it gets its name, so a full disk shows before, and a loss
   * of power leaves the old file or the new one.
   *
   * @param file the file, which may exist; its folder does
   * @param body writes the contents
   * @param <E> what may go wrong besides writing
   * @throws IOException if it cannot be written; what was there is as before
   * @throws E if the body throws it; likewise
   */
  public static <E extends Exception> void write(Path file, Body<E> body) throws IOException, E {
    replace(
        file,
        channel -> {
          body.write(channel);
          channel.force(true);
        });
  }

  /**
   * Writes a text file, as {@link #write} does.
   *
   * @param file the file, which may exist; its folder does
   * @param text writes the contents
   * @throws IOException if it cannot be written; what was there is as before
   */
  public static void writeText(Path file, Text text) throws IOException {
    AtomicFile.<IOException>write(
        file,
        channel -> {
          Writer out =
              new BufferedWriter(
                  new OutputStreamWriter(
                      Channels.newOutputStream(channel), StandardCharsets.UTF_8));
          text.write(out);
          out.flush();
        });
  }

  /**
   * Writes a file without waiting for the disk: for files that are many or can be made again.
   *
   * @param file the file, which may exist; its folder does
   * @param bytes the contents
   * @throws IOException if it cannot be written; what was there is as before
   */
  public static void writeBytes(Path file, byte[] bytes) throws IOException {
    AtomicFile.<IOException>replace(
        file,
        channel -> {
          ByteBuffer rest = ByteBuffer.wrap(bytes);
          while (rest.hasRemaining()) {
            channel.write(rest);
          }
        });
  }

  /**
   * Writes a copy of another file.
   *
   * @param file where to; replaced if it is there
   * @param original what to copy
   * @throws IOException if the one cannot be read or the other not written
   */
  public static void copy(Path file, Path original) throws IOException {
    AtomicFile.<IOException>write(
        file, channel -> Files.copy(original, Channels.newOutputStream(channel)));
  }

  private static <E extends Exception> void replace(Path file, Body<E> body) throws IOException, E {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.READ)) {
        body.write(channel);
      }
      move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
