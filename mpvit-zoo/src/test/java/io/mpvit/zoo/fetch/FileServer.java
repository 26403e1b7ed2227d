/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine with one file, that can be told to misbehave for some answers. */
final class FileServer implements AutoCloseable {

  /** One answer. */
  interface Answer {
    void give(HttpExchange exchange) throws IOException, InterruptedException;
  }

  /** What was asked. */
  record Asked(String path, String range, String ifRange) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Answer otherwise = this::wellBehaved;
  private volatile byte[] content;
  private volatile String etag = "\"v1\"";

  FileServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri(String path) {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
  }

  /** Gives these answers to the next requests, one each. */
  FileServer then(Answer... answers) {
    script.addAll(Arrays.asList(answers));
    return this;
  }

  /** Gives this answer once the script is used up. */
  FileServer always(Answer answer) {
    otherwise = answer;
    return this;
  }

  /** Puts another version of the file in place. */
  FileServer change(byte[] newContent, String newEtag) {
    content = newContent;
    etag = newEtag;
    return this;
  }

  /** What was asked so far, in order. */
  List<Asked> asked() {
    return asked;
  }

  /** Ranges, If-Range, ETag: as it should be. */
  void wellBehaved(HttpExchange exchange) throws IOException {
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same = ifRange == null || ifRange.equals(etag);
    send(exchange, same ? start(exchange) : 0, content.length);
  }

  /** The whole file, whatever was asked. */
  void ignoringRanges(HttpExchange exchange) throws IOException {
    send(exchange, 0, content.length);
  }

  /** The rest of the present version, whether or not it is the one asked for. */
  void ignoringIfRange(HttpExchange exchange) throws IOException {
    send(exchange, start(exchange), content.length);
  }

  /** Breaks off before the byte at {@code end}. */
  Answer breakingOffAt(int end) {
    return exchange -> send(exchange, start(exchange), end);
  }

  /** Breaks off before the byte at {@code end}; always from the start. */
  Answer wholeBreakingOffAt(int end) {
    return exchange -> send(exchange, 0, end);
  }

  /** Sends up to the byte at {@code end}, then nothing for longer than any test waits. */
  Answer stallingAt(int end) {
    return exchange -> {
      sendHead(exchange, start(exchange));
      exchange.getResponseBody().write(content, start(exchange), end - start(exchange));
      exchange.getResponseBody().flush();
      Thread.sleep(60_000);
    };
  }

  /** Closes the connection instead of answering. */
  static Answer hangUp() {
    return HttpExchange::close;
  }

  /** An answer without the file; {@code headers} are names and values in turn. */
  static Answer status(int status, String body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    asked.add(
        new Asked(
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Range"),
            exchange.getRequestHeaders().getFirst("If-Range")));
    Answer next = script.poll();
    try {
      (next == null ? otherwise : next).give(exchange);
    } catch (InterruptedException e) {
      exchange.close(); // the test is over
    }
  }

  private int start(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  private void send(HttpExchange exchange, int start, int end) throws IOException {
    if (start >= content.length) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    sendHead(exchange, start);
    exchange.getResponseBody().write(content, start, end - start);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private void sendHead(HttpExchange exchange, int start) throws IOException {
    if (etag != null) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    if (start > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(start > 0 ? 206 : 200, content.length - start);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
