/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * Asks for a file and follows redirects, but none from https to http. Java's client would do that
 * too, but hand the token on to whichever host it is sent to, and hide what the hub says of the
 * file in the answer that redirects.
 */
final class Requests {

  private static final int MOST_REDIRECTS = 10;
  private static final int MOST_PORT = 65_535;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient client;
  private final DownloadSettings settings;

  /**
   * What came in the end.
   *
   * @param response the last answer
   * @param linked what the first answer said of the file
   * @param elsewhere whether another host than the one asked has answered
   */
  record Answer(HttpResponse<ResponseBody> response, LinkedFile linked, boolean elsewhere) {}

  Requests(DownloadSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .build();
  }

  /**
   * Asks. An answer that is a redirect is one that is not followed.
   *
   * @throws RetryableException if another attempt may do better
   * @throws FetchException if not
   */
  Answer get(Download download, Map<String, String> headers)
      throws IOException, InterruptedException {
    URI address = download.source();
    LinkedFile linked = LinkedFile.NONE;
    for (int redirects = 0; ; redirects++) {
      boolean own = isSameServer(address, download.source());
      Optional<String> token = own ? download.hub().flatMap(HubAccess::token) : Optional.empty();
      HttpResponse<ResponseBody> response = send(address, headers, token);
      if (own && linked.equals(LinkedFile.NONE) && download.hub().isPresent()) {
        linked = LinkedFile.of(response.headers());
      }
      Optional<URI> next = next(address, response);
      if (next.isEmpty() || redirects == MOST_REDIRECTS) {
        return new Answer(response, linked, !own);
      }
      response.body().close();
      address = next.get();
    }
  }

  /** Where an answer sends us, if it does and we follow. */
  private static Optional<URI> next(URI address, HttpResponse<?> response) {
    if (!REDIRECTS.contains(response.statusCode())) {
      return Optional.empty();
    }
    try {
      return response
          .headers()
          .firstValue("Location")
          .map(address::resolve)
          .filter(uri -> uri.getHost() != null && uri.getPort() <= MOST_PORT)
          .filter(
              uri ->
                  "https".equals(uri.getScheme())
                      || "http".equals(uri.getScheme()) && "http".equals(address.getScheme()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not an address; the caller says so
    }
  }

  private static boolean isSameServer(URI a, URI b) {
    return a.getHost().equalsIgnoreCase(b.getHost())
        && a.getPort() == b.getPort()
        && a.getScheme().equals(b.getScheme());
  }

  private HttpResponse<ResponseBody> send(
      URI address, Map<String, String> headers, Optional<String> token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(settings.connectTimeout().plus(settings.stallTimeout()))
            .header("User-Agent", "mpvit-jvm")
            .header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    HttpRequest ready = request.build();
    try {
      return client.send(ready, info -> new ResponseBody());
    } catch (IOException e) {
      throw connectionFailure(address.getHost(), e);
    } catch (IllegalArgumentException e) {
      // Java's client lets numbers in headers that are none, or too large, out as they are.
      throw ServerAnswer.unusable("a header cannot be read: " + ServerAnswer.plain(says(e)));
    }
  }

  private static IOException connectionFailure(String host, IOException e) {
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
    return new RetryableException(Reason.DROPPED, brokeOff(e), null, e);
  }

  /** Says that a connection ended, and how where Java's client knows. */
  static String brokeOff(Throwable failure) {
    // Behind a closed connection there is nothing to say; behind others the rule that was broken.
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ProtocolException || t instanceof NumberFormatException) {
        return "the connection broke off (" + ServerAnswer.plain(says(t)) + ")";
      }
    }
    return "the connection broke off";
  }

  private static String says(Throwable t) {
    return t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
  }
}
