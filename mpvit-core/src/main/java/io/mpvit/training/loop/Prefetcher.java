/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does the next few pieces of work in the background and hands out their results in order.
 *
 * @param <T> a result, of plain Java: arrays of the engine belong to the thread that uses them
 */
public final class Prefetcher<T> implements AutoCloseable {

  private final Iterator<Callable<T>> work;
  private final ExecutorService threads;
  private final Queue<Future<T>> pending = new ArrayDeque<>();

  /**
   * Starts working.
   *
   * @param work pieces of work that know no order; taken from the thread that calls {@link #next}
   * @param depth how many results wait at most, which bounds the memory
   * @param threadCount how many pieces are done at a time
   */
  public Prefetcher(Iterator<Callable<T>> work, int depth, int threadCount) {
    if (depth < 1 || threadCount < 1) {
      throw new IllegalArgumentException(
          "depth and threads are at least 1, found " + depth + " and " + threadCount);
    }
    this.work = work;
    threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, "mpvit-batches");
              thread.setDaemon(true);
              return thread;
            });
    while (pending.size() < depth && submit()) {
      continue;
    }
  }

  private boolean submit() {
    boolean more = work.hasNext();
    if (more) {
      pending.add(threads.submit(work.next()));
    }
    return more;
  }

  /**
   * Waits for the next result.
   *
   * @return the result of the first piece of work that was not yet handed out
   * @throws IOException if that piece of work failed so
   * @throws InterruptedException if the thread is interrupted
   */
  public T next() throws IOException, InterruptedException {
    Future<T> first = pending.remove();
    submit();
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw new IOException(failure.getMessage(), failure);
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** Stops working once the pieces that were begun are done: an interrupt would damage them. */
  @Override
  public void close() {
    pending.forEach(result -> result.cancel(false));
    threads.shutdown();
  }
}
