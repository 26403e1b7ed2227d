/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that sends any bytes as its answer, which a proper one would not. */
final class RudeServer implements AutoCloseable {

  /** What is sent for one request; the connection is closed after it. */
  interface Behaviour {
    /**
     * Answers.
     *
     * @param out the connection
     * @param from where the part begins that is asked for, 0 if the whole file is
     */
    void answer(OutputStream out, int from) throws IOException, InterruptedException;
  }

  private static final Pattern RANGE = Pattern.compile("(?i)\r\nRange: bytes=(\\d+)-");

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final Behaviour behaviour;

  RudeServer(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    threads.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/model.pth");
  }

  int asked() {
    return asked.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return; // closed: the test is over
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Matcher range = RANGE.matcher(readHead(connection.getInputStream()));
      asked.incrementAndGet();
      OutputStream out = connection.getOutputStream();
      behaviour.answer(out, range.find() ? Integer.parseInt(range.group(1)) : 0);
      out.flush();
    } catch (IOException e) {
      // The client has had enough, as it should.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.append((char) b);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  /** Sends status and headers; a header is given as {@code Name: value}. */
  static void head(OutputStream out, int status, String... headers) throws IOException {
    text(out, "HTTP/1.1 " + status + " X\r\n");
    for (String header : headers) {
      text(out, header + "\r\n");
    }
    text(out, "\r\n");
  }

  static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
