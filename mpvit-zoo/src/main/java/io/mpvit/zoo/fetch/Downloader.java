/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings files over HTTP.
 *
 * <p>A download that breaks off is continued, in the same run and in the next one, if the server
 * still has the same version ({@code Range} with {@code If-Range}); else it starts over. Broken and
 * stalled connections and the statuses 408, 425, 429 and 5xx are tried again after a growing wait,
 * or after the server's {@code Retry-After}; so are servers that send hardly anything. What comes
 * is never longer than what was announced or is known of the file. The file gets its name only when
 * it is complete and its size and digests are right, by one move. Its digest is pinned beside it
 * ({@link Pin}). Only one thread or process works on a file at a time; the others wait and then use
 * the file.
 *
 * <p>Redirects are followed, each time anew: the hub sends us to signed addresses of another host,
 * which end after a while. What the hub says of the file's size and digest is held against what
 * comes, and its token goes to its own host only.
 *
 * <p>Safe for use by several threads.
 */
public final class Downloader {

  private static final Logger logger = LoggerFactory.getLogger(Downloader.class);

  /** An attempt that brings less is none that goes forward. */
  private static final long STEP = 1 << 14;

  private final DownloadSettings settings;
  private final LongSupplier nanos;

  /** Makes a downloader with the default patience. */
  public Downloader() {
    this(DownloadSettings.DEFAULT);
  }

  /**
   * Makes a downloader.
   *
   * @param settings how patient it is
   */
  public Downloader(DownloadSettings settings) {
    this(settings, System::nanoTime);
  }

  /** Makes a downloader with a time of its own, in nanoseconds since any moment. */
  Downloader(DownloadSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
  }

  /**
   * Brings a file, unless it is there already.
   *
   * @param download what to bring and where to put it
   * @param listener hears how it goes
   * @return the file
   * @throws FetchException if it cannot be had; the message says why
   * @throws InterruptedIOException if the thread was interrupted; its interrupt status is set, and
   *     what has come stays for the next run
   * @throws IOException if reading or writing local files fails otherwise
   */
  public Path download(Download download, ProgressListener listener) throws IOException {
    LocalFiles.makeFolder(download.target().getParent());
    try {
      DownloadLock lock = DownloadLock.acquire(download, listener);
      try {
        if (!Files.exists(download.target())) {
          bring(download, listener);
        }
      } finally {
        lock.close();
      }
      return download.target();
    } catch (InterruptedException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException(
              "the download of "
                  + download.fileName()
                  + " was interrupted; it goes on where it stopped when it is started again");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private void bring(Download download, ProgressListener listener)
      throws IOException, InterruptedException {
    try (PartFile part = PartFile.open(download)) {
      Transfer transfer =
          new Transfer(new Requests(settings), settings, download, part, listener, nanos);
      untilDone(transfer, download, part, listener);
      FileDigests found = part.digests();
      Optional<String> wrong = wrongDigest(download, part, found);
      if (wrong.isPresent()) {
        part.discard();
        throw new FetchException(Reason.WRONG_DIGEST, wrong.get());
      }
      part.land();
      Pin.write(download.target(), found, download.digests(), download.source().toString());
    }
  }

  /** Attempts until one succeeds, or too many in a row bring nothing new. */
  private void untilDone(
      Transfer transfer, Download download, PartFile part, ProgressListener listener)
      throws IOException, InterruptedException {
    long most = part.length();
    int failures = 0;
    while (true) {
      try {
        transfer.run();
        return;
      } catch (RetryableException e) {
        boolean forward = part.length() >= most + STEP && !e.counts();
        failures = forward ? 0 : failures + 1;
        most = Math.max(most, part.length());
        Duration wait = e.askedWait().orElse(settings.waitAfter(failures));
        giveUpIfHopeless(e, failures, wait, part);
        String what =
            download.fileName() + ": " + e.getMessage() + "; trying again in " + say(wait);
        logger.info("{}", what, e);
        listener.message(what);
        Thread.sleep(wait.toMillis());
      }
    }
  }

  private void giveUpIfHopeless(RetryableException e, int failures, Duration wait, PartFile part)
      throws FetchException {
    String kept = part.length() > 0 ? "; the " + part.length() + " bytes that came are kept" : "";
    if (wait.compareTo(settings.longestWait()) > 0) {
      throw new FetchException(
          e.reason(), e.getMessage() + " and asks to wait " + say(wait) + kept, e);
    }
    if (failures >= settings.attempts()) {
      String times = failures == 1 ? "" : " (" + failures + " attempts)";
      throw new FetchException(e.reason(), e.getMessage() + times + kept, e);
    }
  }

  /** Says what is wrong with a digest, if the right one is known. */
  private static Optional<String> wrongDigest(Download download, PartFile part, FileDigests found)
      throws IOException {
    Optional<String> other = found.difference(download.digests());
    if (other.isPresent()) {
      return Optional.of("the server's file is not the published one: " + other.get());
    }
    other = found.difference(part.state().map(PartState::digests).orElse(List.of()));
    if (other.isPresent()) {
      return Optional.of("what came is not the file that the hub has: " + other.get());
    }
    if (!download.digests().isEmpty()) {
      return Optional.empty();
    }
    String sha256 = found.sha256();
    return Pin.read(download.target())
        .filter(pin -> !pin.sha256().equals(sha256))
        .map(
            pin ->
                "the server's file has changed since it was first seen ("
                    + pin.seen()
                    + "): SHA-256 is "
                    + sha256
                    + ", was "
                    + pin.sha256()
                    + "; delete "
                    + Pin.fileFor(download.target())
                    + " if you trust the new file");
  }

  private static String say(Duration wait) {
    return wait.toMillis() % 1000 == 0 ? wait.toSeconds() + " s" : wait.toMillis() + " ms";
  }
}
