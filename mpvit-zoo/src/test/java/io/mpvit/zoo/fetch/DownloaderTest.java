/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.fetch.FileServer.Asked;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DownloaderTest {

  private static final int SIZE = 300_000;
  private static final int HALF = 150_000;
  private static final DownloadSettings IMPATIENT =
      new DownloadSettings(
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          3,
          Duration.ofMillis(1),
          Duration.ofSeconds(1));

  private final byte[] content = weights(1);
  private final Downloader downloader = new Downloader(IMPATIENT);
  private FileServer server;
  private Path target;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    server = new FileServer(content);
    target = folder.resolve("cache").resolve("model.pth");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void wholeFileLandsAndIsPinned() throws IOException {
    assertThat(download()).isEqualTo(target).hasBinaryContent(content);
    assertThat(Pin.read(target).orElseThrow())
        .extracting(Pin::sha256, Pin::size, Pin::source)
        .containsExactly(Sha256.of(target), (long) SIZE, server.uri("/model.pth").toString());
    assertThat(files())
        .containsExactlyInAnyOrder("model.pth", "model.pth.lock", "model.pth.pin.json");
  }

  @Test
  void fileShorterThanWhatIsLookedAtLandsAtOnce() throws IOException {
    byte[] small = Arrays.copyOf(content, 10);
    server.change(small, "\"v1\"");
    assertThat(download()).hasBinaryContent(small);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void fileThatIsThereIsNotAskedFor() throws IOException {
    Files.createDirectories(target.getParent());
    Files.writeString(target, "mine");
    assertThat(download()).hasContent("mine");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void brokenDownloadGoesOn() throws IOException {
    server.then(server.breakingOffAt(HALF), server.breakingOffAt(HALF + 1000));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked())
        .containsExactly(
            new Asked("/model.pth", null, null),
            new Asked("/model.pth", "bytes=" + HALF + "-", "\"v1\""),
            new Asked("/model.pth", "bytes=" + (HALF + 1000) + "-", "\"v1\""));
    assertThat(Pin.read(target).orElseThrow().sha256()).isEqualTo(Sha256.of(target));
  }

  @Test
  void attemptsThatBringSomethingDoNotCountAsFailures() throws IOException {
    for (int end = 1; end < 10; end++) { // three times as many as there are attempts
      server.then(server.breakingOffAt(end * 30_000));
    }
    assertThat(download()).hasBinaryContent(content);
  }

  @Test
  void serverThatIgnoresRangesMakesItStartOver() throws IOException {
    server.then(server.breakingOffAt(HALF)).always(server::ignoringRanges);
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void serverThatIgnoresRangesAndAlwaysBreaksOffIsGivenUp() {
    server.always(server.wholeBreakingOffAt(HALF));
    assertFails(Reason.DROPPED, "broke off", "3 attempts");
    assertThat(server.asked()).hasSize(4); // the first brought something new
  }

  @Test
  void whatCameIsKeptForTheNextRun() throws IOException {
    server.then(server.breakingOffAt(HALF)).always(FileServer.hangUp());
    assertFails(Reason.DROPPED, HALF + " bytes that came are kept");
    assertThat(target).doesNotExist();
    server.always(server::wellBehaved);
    Download again = new Download(server.uri("/model.pth"), target);
    assertThat(new Downloader(IMPATIENT).download(again, ProgressListener.NONE))
        .hasBinaryContent(content);
    assertThat(server.asked().get(server.asked().size() - 1).range())
        .isEqualTo("bytes=" + HALF + "-");
    assertThat(files()).doesNotContain("model.pth.part", "model.pth.part.json");
    assertThat(Pin.read(target).orElseThrow().sha256()).isEqualTo(Sha256.of(target));
  }

  @Test
  void partOfAnotherAddressIsNotContinued() throws IOException {
    server.then(server.breakingOffAt(HALF)).always(FileServer.hangUp());
    assertFails(Reason.DROPPED);
    server.always(server::wellBehaved);
    downloader.download(new Download(server.uri("/other.pth"), target), ProgressListener.NONE);
    assertThat(server.asked().get(server.asked().size() - 1))
        .isEqualTo(new Asked("/other.pth", null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "null", "[]", "{\"url\": 3}", "{\"total\": \"x\"}", "\u0000\u0001"})
  void brokenNoteBesideThePartMakesItStartOver(String note) throws IOException {
    Files.createDirectories(target.getParent());
    Files.writeString(target.resolveSibling("model.pth.part"), "rubbish");
    Files.writeString(target.resolveSibling("model.pth.part.json"), note);
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked()).containsExactly(new Asked("/model.pth", null, null));
  }

  @Test
  void completePartLandsWithoutTheNetwork() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(target.resolveSibling("model.pth.part"), content);
    new PartState(server.uri("/model.pth").toString(), "\"v1\"", null, SIZE, null)
        .write(target.resolveSibling("model.pth.part.json"));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void partLongerThanTheServersFileIsDropped() throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(target.resolveSibling("model.pth.part"), new byte[SIZE + 1]);
    new PartState(server.uri("/model.pth").toString(), "\"v1\"", null, -1, null)
        .write(target.resolveSibling("model.pth.part.json"));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void changedFileIsTakenWhole() throws IOException {
    byte[] changed = weights(2);
    server.then(
        server.breakingOffAt(HALF),
        exchange -> server.change(changed, "\"v2\"").wellBehaved(exchange));
    assertThat(download()).hasBinaryContent(changed);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void changedFileFromServerThatIgnoresIfRangeIsTakenWhole() throws IOException {
    byte[] changed = weights(2);
    server
        .then(
            server.breakingOffAt(HALF),
            exchange -> server.change(changed, "\"v2\"").ignoringIfRange(exchange))
        .always(server::ignoringIfRange);
    assertThat(download()).hasBinaryContent(changed);
    assertThat(server.asked())
        .extracting(Asked::range)
        .containsExactly(null, "bytes=" + HALF + "-", null);
  }

  @Test
  void withoutValidatorTheSizeTellsWhetherItChanged() throws IOException {
    server.change(content, null);
    byte[] changed = Arrays.copyOf(content, SIZE + 1);
    server.then(
        server.breakingOffAt(HALF),
        server.breakingOffAt(HALF + 10),
        exchange -> server.change(changed, null).wellBehaved(exchange));
    assertThat(download()).hasBinaryContent(changed);
    assertThat(server.asked())
        .extracting(Asked::range)
        .containsExactly(null, "bytes=" + HALF + "-", "bytes=" + (HALF + 10) + "-", null);
  }

  @Test
  void weakTagIsNotUsedAsValidator() throws IOException {
    server.change(content, "W/\"v1\"");
    server.then(server.breakingOffAt(HALF));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked().get(1))
        .isEqualTo(new Asked("/model.pth", "bytes=" + HALF + "-", null));
  }

  @Test
  void partialAnswerFromAnotherPositionIsNotAppended() throws IOException {
    server.then(
        server.breakingOffAt(HALF),
        FileServer.status(206, "x".repeat(10), "Content-Range", "bytes 0-9/" + SIZE));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked())
        .extracting(Asked::range)
        .containsExactly(null, "bytes=" + HALF + "-", null);
  }

  @Test
  void withoutValidatorAndSizeItStartsOver() throws Exception {
    List<String> asked = new ArrayList<>();
    try (ServerSocket chunked = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread answers =
          new Thread(
              () -> {
                for (String end : List.of("", "\r\n0\r\n\r\n")) { // the first breaks off
                  try (Socket socket = chunked.accept()) {
                    asked.add(readHead(socket.getInputStream()));
                    OutputStream out = socket.getOutputStream();
                    out.write(
                        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(SIZE)
                                + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(content, 0, end.isEmpty() ? HALF : SIZE);
                    out.write(end.getBytes(StandardCharsets.US_ASCII));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              });
      answers.start();
      URI uri = URI.create("http://127.0.0.1:" + chunked.getLocalPort() + "/model.pth");
      assertThat(downloader.download(new Download(uri, target), ProgressListener.NONE))
          .hasBinaryContent(content);
      answers.join();
    }
    assertThat(asked).hasSize(2).allSatisfy(head -> assertThat(head).doesNotContain("Range"));
  }

  @Test
  void stalledConnectionIsTriedAgain() throws IOException {
    server.then(server.stallingAt(HALF));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked().get(1).range()).isEqualTo("bytes=" + HALF + "-");
  }

  @Test
  void serverThatStallsForeverIsGivenUp() {
    server.always(server.stallingAt(HALF));
    server.then(server.stallingAt(HALF));
    assertFails(Reason.DROPPED, "sent nothing");
  }

  @Test
  void connectionClosedBeforeTheAnswerIsTriedAgain() throws IOException {
    server.then(FileServer.hangUp());
    assertThat(download()).hasBinaryContent(content);
  }

  @Test
  void missingFileIsNotAskedForTwice() throws IOException {
    server.always(FileServer.status(404, "no"));
    assertFails(Reason.NOT_FOUND, "404");
    assertThat(server.asked()).hasSize(1);
    assertThat(files()).containsExactly("model.pth.lock");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void deniedAccessIsSaid(int status) {
    server.always(FileServer.status(status, ""));
    assertFails(Reason.FORBIDDEN, String.valueOf(status));
  }

  @Test
  void unexpectedStatusIsSaid() {
    server.always(FileServer.status(418, ""));
    assertFails(Reason.UNAVAILABLE, "418");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void busyServerIsAskedAgain(int status) throws IOException {
    server.then(
        FileServer.status(status, "busy", "Retry-After", "0"), FileServer.status(status, ""));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void serverThatStaysBusyIsGivenUp() {
    server.always(FileServer.status(503, "busy"));
    assertFails(Reason.UNAVAILABLE, "503", "3 attempts");
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void serverThatAsksForALongWaitIsGivenUpAtOnce() {
    server.always(FileServer.status(503, "", "Retry-After", "3600"));
    assertFails(Reason.UNAVAILABLE, "asks to wait 3600 s");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void webPageIsNotTakenForWeights() throws IOException {
    server.always(
        FileServer.status(
            200,
            "<!DOCTYPE html><html><head><title>Dropbox - 404</title>" + " ".repeat(5000),
            "Content-Type",
            "text/html; charset=utf-8"));
    assertFails(Reason.NOT_WEIGHTS, "a web page (\"Dropbox - 404\")");
    assertThat(files()).containsExactly("model.pth.lock");
  }

  @Test
  void webPageInTheMiddleDoesNotCostWhatCame() throws IOException {
    server.then(
        server.breakingOffAt(HALF),
        FileServer.status(200, "<html>log in</html>", "Content-Type", "text/html"));
    assertFails(Reason.NOT_WEIGHTS, "a web page");
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked().get(2).range()).isEqualTo("bytes=" + HALF + "-");
  }

  @Test
  void emptyFileIsNotTakenForWeights() {
    server.always(FileServer.status(200, ""));
    assertFails(Reason.NOT_WEIGHTS, "an empty file");
  }

  @Test
  void redirectsAreFollowed() throws IOException {
    server.then(
        FileServer.status(302, "", "Location", "/moved/model.pth"),
        FileServer.status(307, "", "Location", server.uri("/again/model.pth").toString()));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked())
        .extracting(Asked::path)
        .containsExactly("/model.pth", "/moved/model.pth", "/again/model.pth");
  }

  @Test
  void rangeSurvivesARedirect() throws IOException {
    server.then(
        server.breakingOffAt(HALF), FileServer.status(302, "", "Location", "/moved/model.pth"));
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked().get(2))
        .isEqualTo(new Asked("/moved/model.pth", "bytes=" + HALF + "-", "\"v1\""));
  }

  @Test
  void endlessRedirectIsSaid() {
    server.always(FileServer.status(302, "", "Location", "/model.pth"));
    assertFails(Reason.FORBIDDEN, "redirect");
  }

  @Test
  void otherSizeThanPublishedIsRefused() throws IOException {
    Failures.assertFails(
        () -> download(OptionalLong.of(SIZE + 1), List.of()), Reason.WRONG_SIZE, (SIZE + 1) + "");
    assertThat(files()).containsExactly("model.pth.lock");
  }

  @Test
  void otherDigestThanPublishedIsRefused() throws IOException {
    String expected = "0".repeat(64);
    Failures.assertFails(
        () -> download(OptionalLong.of(SIZE), List.of(Digest.of("sha256:" + expected))),
        Reason.WRONG_DIGEST,
        "expected " + expected);
    assertThat(files()).containsExactly("model.pth.lock");
  }

  @Test
  void rightSizeAndDigestAreTaken(@TempDir Path other) throws IOException {
    String sha256 = Sha256.of(Files.write(other.resolve("x"), content));
    assertThat(download(OptionalLong.of(SIZE), List.of(Digest.of("sha256:" + sha256))))
        .hasBinaryContent(content);
  }

  @Test
  void laterDownloadMustEqualThePinnedOne() throws IOException {
    Files.delete(download());
    server.change(weights(2), "\"v2\"");
    assertFails(Reason.WRONG_DIGEST, "changed", "delete " + Pin.fileFor(target));
    assertThat(target).doesNotExist();
    Files.delete(Pin.fileFor(target));
    assertThat(download()).hasBinaryContent(weights(2));
  }

  @Test
  void interruptedDownloadGoesOnInTheNextRun() throws Exception {
    server.then(server.stallingAt(HALF));
    CountDownLatch half = new CountDownLatch(1);
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void advanced(long done, long total) {
            if (done == HALF) {
              half.countDown();
            }
          }
        };
    Downloader patient = new Downloader();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                patient.download(new Download(server.uri("/model.pth"), target), listener);
                failure.complete(null);
              } catch (IOException e) {
                failure.complete(
                    Thread.currentThread().isInterrupted() ? e : new Error("flag lost"));
              }
            });
    thread.start();
    half.await();
    thread.interrupt();
    assertThat(failure.get())
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("model.pth");
    assertThat(target).doesNotExist();
    assertThat(target.resolveSibling("model.pth.part")).hasSize(HALF);
    assertThat(download()).hasBinaryContent(content);
    assertThat(server.asked().get(1).range()).isEqualTo("bytes=" + HALF + "-");
  }

  @Test
  void interruptEndsTheWaitBetweenAttempts() throws Exception {
    server.always(FileServer.status(503, "", "Retry-After", "50"));
    Thread caller = Thread.currentThread();
    ProgressListener interrupting =
        new ProgressListener() {
          @Override
          public void message(String line) {
            caller.interrupt();
          }
        };
    assertThatThrownBy(
            () ->
                new Downloader()
                    .download(new Download(server.uri("/model.pth"), target), interrupting))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void manyThreadsBringTheFileOnce() {
    List<CompletableFuture<Path>> all =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return new Downloader(IMPATIENT)
                                .download(
                                    new Download(server.uri("/model.pth"), target),
                                    ProgressListener.NONE);
                          } catch (IOException e) {
                            throw new UncheckedIOException(e);
                          }
                        },
                        task -> new Thread(task).start()))
            .toList();
    assertThat(all).allSatisfy(file -> assertThat(file.join()).hasBinaryContent(content));
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void waitsWhileAnotherOwnsTheFile() throws Exception {
    Files.createDirectories(target.getParent());
    DownloadLock other =
        DownloadLock.acquire(new Download(server.uri("/model.pth"), target), ProgressListener.NONE);
    List<String> messages = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void message(String line) {
            messages.add(line);
            try {
              Files.write(target, content); // as the other would
              other.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    downloader.download(new Download(server.uri("/model.pth"), target), listener);
    assertThat(messages).containsExactly("waiting for another download of model.pth");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void folderThatCannotBeMadeIsSaid() throws IOException {
    Files.writeString(target.getParent(), "a file where the folder should be");
    assertFails(Reason.LOCAL_DISK, target.getParent().toString());
    assertThat(target.getParent()).isRegularFile();
  }

  @Test
  void partThatCannotBeWrittenIsSaid() throws IOException {
    Files.createDirectories(target.resolveSibling("model.pth.part"));
    assertFails(Reason.LOCAL_DISK, "cannot write", "model.pth.part");
  }

  @Test
  void diskWithoutRoomIsSaidBeforehand() {
    server.always(
        exchange -> {
          exchange.sendResponseHeaders(200, Long.MAX_VALUE / 2);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    Download unbounded = new Download(server.uri("/model.pth"), target).atMost(Long.MAX_VALUE);
    Failures.assertFails(
        () -> downloader.download(unbounded, ProgressListener.NONE), Reason.LOCAL_DISK, "no room");
    assertThat(target).doesNotExist();
  }

  @Test
  void closedPortIsNoNetwork() {
    server.close();
    assertFails(Reason.NO_NETWORK, "no connection to");
  }

  @Test
  void unknownHostIsNoNetwork() {
    // a label of 64 characters is one too long for any name server
    URI nowhere = URI.create("http://" + "a".repeat(64) + ".invalid/model.pth");
    Failures.assertFails(
        () -> downloader.download(new Download(nowhere, target), ProgressListener.NONE),
        Reason.NO_NETWORK,
        "unknown");
  }

  @Test
  void listenerHearsItAll() throws IOException {
    server.then(server.breakingOffAt(HALF));
    List<String> heard = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void message(String line) {
            heard.add(line);
          }

          @Override
          public void started(String name, long done, long total) {
            heard.add("start " + name + " " + done + "/" + total);
          }

          @Override
          public void advanced(long done, long total) {
            if (done == HALF || done == total) {
              heard.add(done + "/" + total);
            }
          }

          @Override
          public void ended() {
            heard.add("end");
          }
        };
    downloader.download(new Download(server.uri("/model.pth"), target), listener);
    assertThat(heard.stream().distinct())
        .containsExactly(
            "fetching model.pth (0.3 MB) from 127.0.0.1",
            "start model.pth 0/300000",
            "150000/300000",
            "end",
            "model.pth: the connection broke off; trying again in 1 ms",
            "start model.pth 150000/300000",
            "300000/300000");
  }

  private Path download() throws IOException {
    return download(OptionalLong.empty(), List.of());
  }

  private Path download(OptionalLong size, List<Digest> digests) throws IOException {
    return downloader.download(
        new Download(server.uri("/model.pth"), target, size, digests), ProgressListener.NONE);
  }

  private void assertFails(Reason reason, String... says) {
    Failures.assertFails(this::download, reason, says);
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(target.getParent())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  static byte[] weights(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    bytes[0] = 'P';
    bytes[1] = 'K';
    bytes[2] = 3;
    bytes[3] = 4;
    return bytes;
  }
}
