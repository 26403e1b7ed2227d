/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The beginning of a file that is being downloaded: {@code NAME.part}, with {@code NAME.part.json}
 * beside it. It outlives a crash; the digest of what is already there is taken up when it is opened
 * again.
 */
final class PartFile implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final Download download;
  private final Path target;
  private final Path part;
  private final Path stateFile;
  private final FileChannel channel;
  private final RunningDigests running;
  private Optional<PartState> state;
  private long length;

  private PartFile(Download download, FileChannel channel) throws IOException {
    this.download = download;
    this.target = download.target();
    this.part = download.sibling(".part");
    this.stateFile = download.sibling(".part.json");
    this.channel = channel;
    this.running = new RunningDigests(download.digests());
    this.state = PartState.read(stateFile);
    this.length = channel.size();
    if (isOfUse()) {
      digestWhatIsThere();
    } else {
      restart();
    }
  }

  /** Whether what is here can be continued, and become the file that is wanted. */
  private boolean isOfUse() {
    if (length == 0 || state.isEmpty() || !state.get().canResume(download.source())) {
      return false;
    }
    PartState known = state.get();
    boolean longer = known.total() >= 0 && length > known.total();
    OptionalLong size = download.size();
    return !longer
        && (size.isEmpty() || known.canHave(size.getAsLong()) && length <= size.getAsLong());
  }

  static PartFile open(Download download) throws IOException {
    Path part = download.sibling(".part");
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      return new PartFile(download, channel);
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      throw diskError(part, e);
    }
  }

  /** Bytes that are here. */
  long length() {
    return length;
  }

  /** Which version they belong to; empty if nothing is here that could be continued. */
  Optional<PartState> state() {
    return state;
  }

  /** Drops what is here. */
  void restart() throws IOException {
    try {
      channel.truncate(0);
      channel.position(0);
    } catch (IOException e) {
      throw diskError(part, e);
    }
    running.reset();
    length = 0;
    state = Optional.empty();
  }

  /** Drops what is here and notes what comes next. */
  void begin(PartState newState) throws IOException {
    restart();
    try {
      newState.write(stateFile);
    } catch (IOException e) {
      throw diskError(stateFile, e);
    }
    state = Optional.of(newState);
  }

  void append(ByteBuffer bytes) throws IOException {
    running.update(bytes);
    try {
      while (bytes.hasRemaining()) {
        length += channel.write(bytes);
      }
    } catch (IOException e) {
      throw diskError(part, e);
    }
  }

  /** Fails early if the disk cannot take the rest. */
  void requireSpace(long rest) throws IOException {
    long free = Files.getFileStore(part).getUsableSpace();
    if (rest > free) {
      throw new FetchException(
          FetchException.Reason.LOCAL_DISK,
          "no room for "
              + target
              + ": "
              + rest
              + " bytes are to come, "
              + free
              + " are free; make room, or set DJL_CACHE_DIR to a folder on another disk");
    }
  }

  /** Returns the digests of everything written; call once, at the end. */
  FileDigests digests() {
    return running.finish();
  }

  /** Gives the finished file its name, in one move. */
  void land() throws IOException {
    try {
      channel.force(true);
      channel.close(); // before the move: Windows moves no open file
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(stateFile);
    } catch (IOException e) {
      throw diskError(target, e);
    }
  }

  /** Removes the file; it is of no use. */
  void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
    Files.deleteIfExists(stateFile);
  }

  /** Closes the file; what was written stays for the next run, unless that could not use it. */
  @Override
  public void close() throws IOException {
    boolean useless = channel.isOpen() && !isOfUse();
    channel.close();
    if (useless) {
      discard();
    }
  }

  private void digestWhatIsThere() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    channel.position(0);
    length = 0;
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      running.update(buffer);
      length += buffer.remaining();
      buffer.clear();
    }
  }

  /** Says which file this machine could not write; an interrupted write is no disk error. */
  private static IOException diskError(Path file, IOException e) {
    if (e instanceof ClosedByInterruptException || e instanceof FetchException) {
      return e;
    }
    return new FetchException(
        FetchException.Reason.LOCAL_DISK,
        "cannot write "
            + file
            + ": "
            + LocalFiles.describe(e)
            + "; make room or make the folder writable, or set DJL_CACHE_DIR to another folder",
        e);
  }
}
