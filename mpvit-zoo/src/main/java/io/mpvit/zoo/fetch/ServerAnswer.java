/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads status and headers of an answer: RFC 9110. */
final class ServerAnswer {

  private static final int SAID = 120;
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  private ServerAnswer() {}

  /** Returns the failure that a status other than 200, 206 and 416 means. */
  static IOException failure(HttpResponse<?> response, Clock clock) {
    int status = response.statusCode();
    String says = "the server answers " + status;
    return switch (status) {
      case 404, 410 -> new FetchException(Reason.NOT_FOUND, says + " (no such file)");
      case 401, 403, 407 -> new FetchException(Reason.FORBIDDEN, says + " (access denied)");
      case 301, 302, 303, 307, 308 ->
          new FetchException(
              Reason.FORBIDDEN,
              says
                  + " (a redirect to "
                  + response
                      .headers()
                      .firstValue("Location")
                      .map(ServerAnswer::plain)
                      .orElse("nowhere")
                  + " that is not followed: too many, from https to http, or no address of a web"
                  + " server)");
      case 408, 425, 429, 500, 502, 503, 504 ->
          new RetryableException(
              Reason.UNAVAILABLE, says, retryAfter(response.headers(), clock).orElse(null), null);
      default -> new FetchException(Reason.UNAVAILABLE, says);
    };
  }

  /**
   * Refuses an answer whose headers contradict each other or what was asked for.
   *
   * @throws FetchException if its body cannot be the file
   */
  static void requireUsable(HttpResponse<?> response) throws FetchException {
    HttpHeaders headers = response.headers();
    Optional<String> encoding =
        headers.allValues("Content-Encoding").stream()
            .map(String::strip)
            .filter(name -> !name.isEmpty() && !name.equalsIgnoreCase("identity"))
            .findFirst();
    if (encoding.isPresent()) {
      throw unusable("it is encoded as " + plain(encoding.get()) + ", which was not asked for");
    }
    List<String> lengths = headers.allValues("Content-Length").stream().distinct().toList();
    if (lengths.size() > 1) {
      throw unusable("it gives several lengths: " + plain(String.join(", ", lengths)));
    }
    if (lengths.size() == 1 && !lengths.get(0).strip().matches("\\d{1,19}")) {
      throw unusable("its length is \"" + plain(lengths.get(0)) + "\"");
    }
  }

  /** The failure that an answer means which follows no rules. */
  static FetchException unusable(String why) {
    return new FetchException(Reason.UNAVAILABLE, "the server's answer is of no use: " + why);
  }

  /** A server's text, fit for a message: short, and without control characters. */
  static String plain(String text) {
    String visible = text.replaceAll("\\p{C}", "?");
    return visible.length() <= SAID ? visible : visible.substring(0, SAID) + "...";
  }

  /** Returns the size of the whole file, or -1 if the answer does not say. */
  static long total(HttpResponse<?> response) {
    if (response.statusCode() == 206) {
      return contentRange(response.headers())
          .map(range -> range.group(2))
          .filter(total -> !"*".equals(total))
          .map(Long::parseLong)
          .orElse(-1L);
    }
    OptionalLong length = response.headers().firstValueAsLong("Content-Length");
    return length.orElse(-1);
  }

  /** Returns the position at which a partial answer starts, or -1 if it does not say. */
  static long rangeStart(HttpHeaders headers) {
    return contentRange(headers).map(range -> Long.parseLong(range.group(1))).orElse(-1L);
  }

  /** Reads {@code Retry-After}: seconds, or a date. */
  static Optional<Duration> retryAfter(HttpHeaders headers, Clock clock) {
    return headers.firstValue("Retry-After").flatMap(value -> parseWait(value.strip(), clock));
  }

  private static Optional<Duration> parseWait(String value, Clock clock) {
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), then);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty(); // a server's nonsense; our own schedule holds
    }
  }

  private static Optional<Matcher> contentRange(HttpHeaders headers) {
    return headers.firstValue("Content-Range").map(CONTENT_RANGE::matcher).filter(Matcher::matches);
  }
}
