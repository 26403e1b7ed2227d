/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** One attempt to bring a file, or the rest of it. */
final class Transfer {

  private static final long SPACE_STEP = 1 << 26;

  private final Requests requests;
  private final DownloadSettings settings;
  private final Download download;
  private final PartFile part;
  private final ProgressListener listener;
  private final RateWatch rate;

  Transfer(
      Requests requests,
      DownloadSettings settings,
      Download download,
      PartFile part,
      ProgressListener listener,
      LongSupplier nanos) {
    this.requests = requests;
    this.settings = settings;
    this.download = download;
    this.part = part;
    this.listener = listener;
    this.rate = new RateWatch(settings.slowest(), nanos);
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
    boolean asksForRest = part.length() > 0;
    Requests.Answer answer = requests.get(download, rangeHeaders());
    HttpResponse<ResponseBody> response = answer.response();
    try (ResponseBody body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> whole(answer, body);
        case 206 -> {
          if (!asksForRest) {
            throw ServerAnswer.unusable("it is a part (206) that nobody asked for");
          }
          rest(answer, body);
        }
        case 416 -> {
          if (!asksForRest) {
            throw failure(answer);
          }
          throw startOver("the server's file is shorter than what is here");
        }
        default -> throw failure(answer);
      }
    }
  }

  private Map<String, String> rangeHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (part.length() > 0) {
      headers.put("Range", "bytes=" + part.length() + "-");
      part.state().flatMap(PartState::validator).ifPresent(v -> headers.put("If-Range", v));
    }
    return headers;
  }

  private IOException failure(Requests.Answer answer) {
    HttpResponse<?> response = answer.response();
    int status = response.statusCode();
    if (answer.elsewhere() && (status == 401 || status == 403 || status == 410)) {
      // The next attempt asks the host that signed it for another.
      return new RetryableException(
          Reason.FORBIDDEN,
          "the signed address at "
              + response.uri().getHost()
              + " is refused ("
              + status
              + "); it may have ended",
          null,
          null);
    }
    return download
        .hub()
        .filter(hub -> !answer.elsewhere())
        .flatMap(hub -> HubAnswer.failure(status, response.headers(), hub))
        .map(IOException.class::cast)
        .orElseGet(() -> ServerAnswer.failure(response, Clock.systemUTC()));
  }

  /** The server sends the file from its start, asked to or not. */
  private void whole(Requests.Answer answer, ResponseBody body)
      throws IOException, InterruptedException {
    HttpResponse<?> response = answer.response();
    ServerAnswer.requireUsable(response);
    rate.goOn();
    // Look before dropping what is here: a captive portal answers 200 as well.
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    List<ByteBuffer> piece = body.next(settings.stallTimeout());
    while (!piece.isEmpty()) {
      for (ByteBuffer buffer : piece) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        head.writeBytes(bytes);
        rate.came(bytes.length);
      }
      if (head.size() >= NotWeights.HEAD) {
        break;
      }
      piece = body.next(settings.stallTimeout());
    }
    byte[] start = head.toByteArray();
    requireContent(response, start);
    long total = total(answer);
    requireSize(total);
    part.begin(PartState.of(download.source(), response.headers(), total, answer.linked()));
    if (download.content() == Content.WEIGHTS) {
      listener.message(saysSize(total));
    }
    receive(ByteBuffer.wrap(start), body, total);
  }

  private String saysSize(long total) {
    return "fetching "
        + download.fileName()
        + (total < 0 ? "" : " (" + ConsoleProgress.megabytes(total) + " MB)")
        + " from "
        + download.source().getHost();
  }

  /** The server sends the rest of what is here. */
  private void rest(Requests.Answer answer, ResponseBody body)
      throws IOException, InterruptedException {
    HttpResponse<?> response = answer.response();
    ServerAnswer.requireUsable(response);
    rate.goOn();
    long total = total(answer);
    PartState now = PartState.of(download.source(), response.headers(), total, answer.linked());
    if (ServerAnswer.rangeStart(response.headers()) != part.length()) {
      throw startOver("the server sends another part than it was asked for");
    }
    if (!part.state().orElseThrow().matches(now)) {
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
      take(List.of(first), total);
      List<ByteBuffer> piece = body.next(settings.stallTimeout());
      while (!piece.isEmpty()) {
        rate.came(take(piece, total));
        piece = body.next(settings.stallTimeout());
      }
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

  /** Puts a piece into the file; returns its length. */
  private long take(List<ByteBuffer> piece, long total) throws IOException {
    long bytes = piece.stream().mapToLong(ByteBuffer::remaining).sum();
    requireEnd(part.length() + bytes, total);
    if (total < 0 && part.length() / SPACE_STEP != (part.length() + bytes) / SPACE_STEP) {
      part.requireSpace(SPACE_STEP); // of unknown length, so it could not be asked beforehand
    }
    for (ByteBuffer buffer : piece) {
      part.append(buffer);
    }
    listener.advanced(part.length(), total);
    return bytes;
  }

  /** Stops at once when more comes than there can be; what is here is then not the file either. */
  private void requireEnd(long length, long total) throws IOException {
    long most = total >= 0 ? total : download.size().orElse(download.most());
    if (length > most) {
      part.discard();
      throw new FetchException(
          Reason.WRONG_SIZE, "the server sends more than the " + most + " bytes that there can be");
    }
  }

  /** The size of the whole file, or -1 if nobody says. */
  private static long total(Requests.Answer answer) throws FetchException {
    long sent = ServerAnswer.total(answer.response());
    OptionalLong linked = answer.linked().size();
    if (sent >= 0 && linked.isPresent() && linked.getAsLong() != sent) {
      throw new FetchException(
          Reason.WRONG_SIZE,
          "the server sends " + sent + " bytes, the hub's file has " + linked.getAsLong());
    }
    return sent >= 0 ? sent : linked.orElse(-1);
  }

  private void requireContent(HttpResponse<?> response, byte[] start) throws FetchException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    Optional<String> what = download.content().otherThan(type, start);
    if (what.isPresent()) {
      throw new FetchException(
          Reason.NOT_WEIGHTS,
          "the server sends " + what.get() + " in place of " + download.content().label());
    }
  }

  private void requireSize(long total) throws FetchException {
    if (total > download.most()) {
      throw new FetchException(
          Reason.WRONG_SIZE,
          "the server's file has %d bytes, more than the %d that there can be"
              .formatted(total, download.most()));
    }
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
