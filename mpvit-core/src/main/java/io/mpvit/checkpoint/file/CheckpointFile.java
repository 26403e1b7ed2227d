/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An open checkpoint file: positional reads, and failures that name the file. */
public final class CheckpointFile implements ByteRegion, Closeable {
  /** Names what was never in a file. */
  public static final CheckpointFile MEMORY = new CheckpointFile(Path.of("memory"), null, 0);

  private static final int HEAP_STEP = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final ScratchPool scratch = new ScratchPool();

  private CheckpointFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file for reading.
   *
   * @param path a regular file
   * @return the open file, to be closed
   * @throws IOException if it is missing, no regular file, or cannot be opened
   */
  public static CheckpointFile open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString(), null, "no such checkpoint file");
    }
    if (!Files.isRegularFile(path)) {
      // A pipe would block, a directory has no bytes.
      String what = Files.isDirectory(path) ? "a directory" : "not a regular file";
      String hint =
          Files.isDirectory(path) ? "; name the file in it, or the .index.json of its shards" : "";
      throw new FileSystemException(
          path.toString(), null, "expected a checkpoint file, this is " + what + hint);
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new CheckpointFile(path, channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Memory for the tensors of this file; names without a file keep none.
   *
   * @return the file's own pool
   */
  public ScratchPool scratch() {
    return channel == null ? new ScratchPool() : scratch;
  }

  /**
   * Returns the file's name.
   *
   * @return as the caller gave it
   */
  public Path path() {
    return path;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long offset, ByteBuffer target) throws IOException, CheckpointException {
    long position = offset;
    int end = target.limit();
    // For a heap buffer the JDK keeps a direct twin of the same size per thread: keep that small.
    int step = target.isDirect() ? Integer.MAX_VALUE : HEAP_STEP;
    while (target.position() < end) {
      target.limit((int) Math.min(end, (long) target.position() + step));
      int count = channel.read(target, position);
      if (count < 0) {
        throw damaged("unexpected end of file at byte " + position + ", truncated");
      }
      position += count;
      target.limit(end);
    }
  }

  /**
   * Makes the failure of this file for a reason.
   *
   * @param reason what was expected and what was found
   * @return the exception, to be thrown
   */
  public CheckpointException damaged(String reason) {
    return new CheckpointException(path, reason);
  }

  /**
   * Makes the failure of this file with its cause.
   *
   * @param reason what was expected and what was found
   * @param cause the underlying failure
   * @return the exception, to be thrown
   */
  public CheckpointException damaged(String reason, Throwable cause) {
    return new CheckpointException(path, reason, cause);
  }

  @Override
  public void close() throws IOException {
    scratch.clear();
    channel.close();
  }

  /**
   * Text from a file for use in a message.
   *
   * @param text any text
   * @return short, printable, in quotes
   */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder("'");
    int shown = Math.min(text.length(), 120);
    for (int i = 0; i < shown; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return out.append(shown < text.length() ? "...'" : "'").toString();
  }
}
