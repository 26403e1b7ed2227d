/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body read piece by piece by the thread that asked for it, which waits for each piece only so
 * long. (The HTTP client's own timeout ends with the head, and its input stream waits for ever.)
 */
final class ResponseBody implements BodySubscriber<ResponseBody>, AutoCloseable {

  /** What arrived: a piece, the end (both null), or a failure. */
  private record Event(List<ByteBuffer> piece, Throwable failure) {}

  // Holds at most one piece and the end: the next piece is asked for when one is taken.
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private volatile Flow.Subscription subscription;
  private boolean ended;

  @Override
  public CompletionStage<ResponseBody> getBody() {
    return CompletableFuture.completedStage(this); // at once, not when all has arrived
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    events.add(new Event(piece, null));
  }

  @Override
  public void onError(Throwable failure) {
    events.add(new Event(null, failure));
  }

  @Override
  public void onComplete() {
    events.add(new Event(null, null));
  }

  /**
   * Waits for the next piece.
   *
   * @param stall how long to wait at most
   * @return its buffers, or an empty list at the end and ever after
   * @throws RetryableException if nothing came in time or the connection broke
   */
  List<ByteBuffer> next(Duration stall) throws IOException, InterruptedException {
    if (ended) {
      return List.of();
    }
    Event event = events.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
    if (event == null) {
      throw new RetryableException(
          FetchException.Reason.DROPPED,
          "the server sent nothing for " + stall.toSeconds() + " s",
          null,
          null);
    }
    if (event.failure != null) {
      throw new RetryableException(
          FetchException.Reason.DROPPED, Requests.brokeOff(event.failure), null, event.failure);
    }
    if (event.piece == null) {
      ended = true;
      return List.of();
    }
    subscription.request(1);
    return event.piece;
  }

  /** Ends the connection if the body was not read to its end. */
  @Override
  public void close() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }
}
