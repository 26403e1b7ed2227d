/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.mpvit.zoo.hub.HubCache;
import io.mpvit.zoo.hub.HubSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two servers on this machine that behave as the hub and the host that has its large files: the
 * first redirects to signed addresses of the second, each of which is good for one answer.
 */
final class HubServers implements AutoCloseable {

  static final String TOKEN = "hf_right";

  /** What was asked of one of the two. */
  record Asked(String path, String range, String authorization) {}

  private final HttpServer hub = start(this::hub);
  private final HttpServer store = start(this::store);
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> linked = new ConcurrentHashMap<>();
  private final Set<String> gated = ConcurrentHashMap.newKeySet();
  private final Set<String> signatures = ConcurrentHashMap.newKeySet();
  private final AtomicInteger signed = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private volatile int good = Integer.MAX_VALUE;
  private final AtomicInteger breaks = new AtomicInteger();
  final List<Asked> hubAsked = new CopyOnWriteArrayList<>();
  final List<Asked> storeAsked = new CopyOnWriteArrayList<>();

  /** Lays a file into a repository: {@code OWNER/REPO/REVISION/FILE}. */
  HubServers put(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Makes the hub say another digest than the file's. */
  HubServers sayDigest(String path, String sha256) {
    linked.put(path, sha256);
    return this;
  }

  /** Lets only those in who have the right token. */
  HubServers gate(String repository) {
    gated.add(repository);
    return this;
  }

  /** Makes the next signed addresses end before they are used. */
  HubServers endSignatures(int howMany) {
    ended.set(howMany);
    good = Integer.MAX_VALUE;
    return this;
  }

  /** Makes all signed addresses end before they are used, but for so many first ones. */
  HubServers endSignaturesAfter(int howMany) {
    good = howMany;
    return this;
  }

  /** Makes the next answers of the store break off in the middle. */
  HubServers breakOff(int howMany) {
    breaks.set(howMany);
    return this;
  }

  URI endpoint() {
    return base(hub);
  }

  HubSettings settings(String token, HubCache cache, boolean offline) {
    return new HubSettings(
        endpoint(), Optional.ofNullable(token), Optional.ofNullable(cache), offline);
  }

  static String sha256(byte[] content) {
    RunningDigests running = new RunningDigests(List.of());
    running.update(ByteBuffer.wrap(content));
    return running.finish().sha256();
  }

  private void hub(HttpExchange exchange) throws IOException {
    String path = note(exchange, hubAsked);
    if (path.startsWith("small/")) {
      send(exchange, 200, files.get(path.substring("small/".length())));
      return;
    }
    String[] parts = path.split("/", 5); // OWNER/REPO/resolve/REVISION/FILE
    String repository = parts[0] + "/" + parts[1];
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null && !authorization.equals("Bearer " + TOKEN)) {
      boolean other = authorization.equals("Bearer hf_other");
      refuse(exchange, other ? 403 : 401, other ? "GatedRepo" : null);
      return;
    }
    if (gated.contains(repository) && authorization == null) {
      refuse(exchange, 401, "GatedRepo");
      return;
    }
    if (files.keySet().stream().noneMatch(file -> file.startsWith(repository + "/"))) {
      refuse(exchange, 401, "RepoNotFound"); // strangers are not told whether it is there
      return;
    }
    if (files.keySet().stream()
        .noneMatch(file -> file.startsWith(repository + "/" + parts[3] + "/"))) {
      refuse(exchange, 404, "RevisionNotFound");
      return;
    }
    String file = repository + "/" + parts[3] + "/" + parts[4];
    byte[] content = files.get(file);
    if (content == null) {
      refuse(exchange, 404, "EntryNotFound");
    } else if (file.endsWith(".json")) {
      exchange.getResponseHeaders().set("Location", "/small/" + file);
      exchange
          .getResponseHeaders()
          .set("X-Linked-Etag", "\"0123456789abcdef0123456789abcdef01234567\"");
      refuse(exchange, 307, null);
    } else {
      redirect(exchange, file, content);
    }
  }

  private void redirect(HttpExchange exchange, String file, byte[] content) throws IOException {
    String signature = "s" + signed.incrementAndGet();
    boolean ends = ended.getAndUpdate(n -> Math.max(0, n - 1)) > 0 || signed.get() > good;
    if (!ends) {
      signatures.add(signature);
    }
    exchange
        .getResponseHeaders()
        .set("X-Linked-Etag", '"' + linked.getOrDefault(file, sha256(content)) + '"');
    exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
    exchange
        .getResponseHeaders()
        .set("Location", base(store) + file + "?Expires=1&Signature=" + signature);
    refuse(exchange, 302, null);
  }

  private void store(HttpExchange exchange) throws IOException {
    String file = note(exchange, storeAsked);
    String query = exchange.getRequestURI().getQuery();
    if (!signatures.remove(query.substring(query.lastIndexOf('=') + 1))) {
      refuse(exchange, 403, null);
      return;
    }
    byte[] content = files.get(file);
    String range = exchange.getRequestHeaders().getFirst("Range");
    int start = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    exchange.getResponseHeaders().set("ETag", "\"of-the-store\"");
    if (start > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
    boolean broken = breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    int end = broken ? (start + content.length) / 2 : content.length;
    exchange.getResponseBody().write(content, start, end - start);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static String note(HttpExchange exchange, List<Asked> asked) {
    String path = exchange.getRequestURI().getPath().substring(1);
    asked.add(
        new Asked(
            path,
            exchange.getRequestHeaders().getFirst("Range"),
            exchange.getRequestHeaders().getFirst("Authorization")));
    return path;
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    if (code != null) {
      exchange.getResponseHeaders().set("X-Error-Code", code);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.sendResponseHeaders(status, content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private static HttpServer start(HttpHandler handler) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", handler);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI base(HttpServer server) {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
  }

  @Override
  public void close() {
    hub.stop(0);
    store.stop(0);
  }
}
