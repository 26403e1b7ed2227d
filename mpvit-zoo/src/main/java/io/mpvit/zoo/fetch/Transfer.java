/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** One attempt to bring a file, or the rest of it. */
final class Transfer {

  private final HttpClient client;
  private final DownloadSettings settings;
  private final Download download;
  private final PartFile part;
  private final ProgressListener listener;

  Transfer(
      HttpClient client,
      DownloadSettings settings,
      Download download,
      PartFile part,
      ProgressListener listener) {
    this.client = client;
    this.settings = settings;
    this.download = download;
    this.part = part;
    this.listener = listener;
  }

  /**
   * Fills the part file to its end.
   *
   * @throws RetryableException if another attempt may do better
   * @throws FetchException if not
   */
  void run() throws IOException, InterruptedException {
    if (!part.state().map(state -> state.canResume(download.source())).orElse(false)) {
      part.restart(); // nothing would tell whether the rest belongs to what is here
    }
    long total = part.state().map(PartState::total).orElse(-1L);
    if (total >= 0 && part.length() == total) {
      return; // all came, but an earlier run ended before it could give the file its name
    }
    HttpResponse<ResponseBody> response = send();
    try (ResponseBody body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> whole(response, body);
        case 206 -> rest(response, body);
        case 416 -> throw startOver("the server's file is shorter than what is here");
        default -> throw ServerAnswer.failure(response, Clock.systemUTC());
      }
    }
  }

  private HttpResponse<ResponseBody> send() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(download.source())
            .timeout(settings.connectTimeout().plus(settings.stallTimeout()))
            .header("User-Agent", "mpvit-jvm")
            .header("Accept-Encoding", "identity");
    if (part.length() > 0) {
      request.header("Range", "bytes=" + part.length() + "-");
      part.state().flatMap(PartState::validator).ifPresent(v -> request.header("If-Range", v));
    }
    try {
      return client.send(request.build(), info -> new ResponseBody());
    } catch (IOException e) {
      throw connectionFailure(e);
    }
  }

  private IOException connectionFailure(IOException e) {
    String host = download.source().getHost();
    if (e instanceof SSLException) {
      return new FetchException(
          Reason.NO_NETWORK, "no secure connection to " + host + ": " + e.getMessage(), e);
    }
    if (e instanceof HttpTimeoutException) {
      return new RetryableException(Reason.DROPPED, host + " does not answer", null, e);
    }
    if (e instanceof ConnectException) {
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof UnresolvedAddressException) {
          return new FetchException(
              Reason.NO_NETWORK, "the host " + host + " is unknown, or there is no network", e);
        }
      }
      return new RetryableException(Reason.NO_NETWORK, "no connection to " + host, null, e);
    }
    return new RetryableException(Reason.DROPPED, "the connection broke off", null, e);
  }

  /** The server sends the file from its start, asked to or not. */
  private void whole(HttpResponse<?> response, ResponseBody body)
      throws IOException, InterruptedException {
    // Look before dropping what is here: a captive portal answers 200 as well.
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    List<ByteBuffer> piece = body.next(settings.stallTimeout());
    while (!piece.isEmpty()) {
      for (ByteBuffer buffer : piece) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        head.writeBytes(bytes);
      }
      if (head.size() >= NotWeights.HEAD) {
        break;
      }
      piece = body.next(settings.stallTimeout());
    }
    byte[] start = head.toByteArray();
    requireWeights(response, start);
    long total = ServerAnswer.total(response);
    requireSize(total);
    part.begin(PartState.of(download.source(), response.headers(), total));
    receive(ByteBuffer.wrap(start), body, total);
  }

  /** The server sends the rest of what is here. */
  private void rest(HttpResponse<?> response, ResponseBody body)
      throws IOException, InterruptedException {
    long total = ServerAnswer.total(response);
    PartState now = PartState.of(download.source(), response.headers(), total);
    if (ServerAnswer.rangeStart(response.headers()) != part.length()
        || !part.state().orElseThrow().matches(now)) {
      throw startOver("the server's file has changed");
    }
    requireSize(total);
    receive(ByteBuffer.allocate(0), body, total);
  }

  private void receive(ByteBuffer first, ResponseBody body, long total)
      throws IOException, InterruptedException {
    if (total >= 0) {
      part.requireSpace(total - part.length());
    }
    listener.started(download.fileName(), part.length(), total);
    try {
      part.append(first);
      List<ByteBuffer> piece = List.of();
      do {
        for (ByteBuffer buffer : piece) {
          part.append(buffer);
        }
        listener.advanced(part.length(), total);
        piece = body.next(settings.stallTimeout());
      } while (!piece.isEmpty());
    } finally {
      listener.ended();
    }
    if (total >= 0 && part.length() != total) {
      throw new RetryableException(
          Reason.DROPPED,
          "the body ended after " + part.length() + " of " + total + " bytes",
          null,
          null);
    }
    // where the server gave no length of its own
    requireSize(part.length());
  }

  private void requireWeights(HttpResponse<?> response, byte[] start) throws FetchException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    Optional<String> what = NotWeights.describe(type, start);
    if (what.isPresent()) {
      throw new FetchException(
          Reason.NOT_WEIGHTS, "the server sends " + what.get() + " in place of weights");
    }
  }

  private void requireSize(long total) throws FetchException {
    if (total >= 0 && download.size().isPresent() && download.size().getAsLong() != total) {
      throw new FetchException(
          Reason.WRONG_SIZE,
          "the server's file has "
              + total
              + " bytes, the published one "
              + download.size().getAsLong());
    }
  }

  private RetryableException startOver(String why) throws IOException {
    part.restart();
    return new RetryableException(Reason.UNAVAILABLE, why, Duration.ZERO, null);
  }
}
