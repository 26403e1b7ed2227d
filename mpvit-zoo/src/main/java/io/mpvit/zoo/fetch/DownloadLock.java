/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one download at a time work on a file, among all threads and processes of a machine.
 *
 * <p>The lock is on the empty file {@code NAME.lock}. It is left behind: removing it while another
 * process waits on it would give two owners.
 */
final class DownloadLock implements Closeable {

  private static final long POLL_MILLIS = 50;

  private final FileChannel channel;

  private DownloadLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else works on the file. */
  static DownloadLock acquire(Download download, ProgressListener listener)
      throws IOException, InterruptedException {
    Path file = download.sibling(".lock");
    FileChannel channel = open(file);
    boolean locked = false;
    try {
      boolean said = false;
      while (tryLock(channel) == null) {
        if (!said) {
          listener.message("waiting for another download of " + download.fileName());
          said = true;
        }
        Thread.sleep(POLL_MILLIS);
      }
      locked = true;
      return new DownloadLock(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new FetchException(
          FetchException.Reason.LOCAL_DISK,
          "cannot write "
              + file
              + ": "
              + LocalFiles.describe(e)
              + "; make the folder writable, or set DJL_CACHE_DIR to another folder",
          e);
    }
  }

  /** Returns null while another process, or (by the exception) another thread, has the lock. */
  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close(); // releases the lock
  }
}
