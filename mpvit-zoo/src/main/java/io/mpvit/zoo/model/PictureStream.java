/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Results of a stream of files, computed as they are asked for, while the next few pictures are
 * read in the background. No more than these are in memory.
 */
final class PictureStream {

  /** Pictures that are read ahead; one is being worked on, so decoding keeps up. */
  private static final int AHEAD = 4;

  private PictureStream() {}

  static <R> Stream<R> map(Stream<Path> files, Function<Picture, R> work) {
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "mpvit-pictures");
              thread.setDaemon(true);
              return thread;
            });
    Reading pictures = new Reading(files.iterator(), reader);
    Spliterator<Picture> all =
        Spliterators.spliteratorUnknownSize(
            pictures, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
    return StreamSupport.stream(all, false)
        .map(work)
        .onClose(reader::shutdownNow)
        .onClose(files::close);
  }

  /** Reads ahead; ends its thread with the last picture or the first failure. */
  private static final class Reading implements Iterator<Picture> {
    private final Iterator<Path> files;
    private final ExecutorService reader;
    private final Queue<Future<Picture>> ahead = new ArrayDeque<>();

    Reading(Iterator<Path> files, ExecutorService reader) {
      this.files = files;
      this.reader = reader;
    }

    private void fill() {
      while (ahead.size() < AHEAD && files.hasNext()) {
        Path file = files.next();
        ahead.add(reader.submit(() -> Picture.of(file)));
      }
    }

    @Override
    public boolean hasNext() {
      fill();
      if (ahead.isEmpty()) {
        reader.shutdown();
      }
      return !ahead.isEmpty();
    }

    @Override
    public Picture next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more pictures");
      }
      boolean done = false;
      try {
        Picture picture = ahead.remove().get();
        done = true;
        return picture;
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UncheckedIOException(new IOException("interrupted while a picture is read", e));
      } finally {
        if (!done) {
          reader.shutdownNow();
        }
      }
    }

    private static RuntimeException failure(Throwable cause) {
      if (cause instanceof IOException e) {
        return new UncheckedIOException(e.getMessage(), e);
      }
      if (cause instanceof RuntimeException e) {
        return e;
      }
      return new IllegalStateException(cause);
    }
  }
}
