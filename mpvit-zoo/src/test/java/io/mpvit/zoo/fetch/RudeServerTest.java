/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static io.mpvit.zoo.fetch.RudeServer.head;
import static io.mpvit.zoo.fetch.RudeServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.card.PlaceKind;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.fetch.RudeServer.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a server sends: one exception of ours, soon, and nothing useless left on the disk. */
@Timeout(60)
class RudeServerTest {

  private static final DownloadSettings IMPATIENT =
      new DownloadSettings(
          Duration.ofMillis(300),
          Duration.ofMillis(400),
          3,
          Duration.ofMillis(1),
          Duration.ofSeconds(1));
  private static final byte[] FILE = DownloaderTest.weights(1);
  private static final int HALF = FILE.length / 2;
  private static final String LENGTH = "Content-Length: ";
  private static final String CHUNKED = "Transfer-Encoding: chunked";
  private static final String NONE = LENGTH + 0;

  @TempDir private Path temp;

  static Stream<Arguments> behaviours() {
    return Stream.of(
        redirect("file:///etc/passwd", "file:///etc/passwd"),
        redirect("http://:::bad host/", "bad host"),
        redirect("ftp://127.0.0.1/x", "ftp://"),
        redirect("jar:file:///x!/y", "jar:"),
        redirect("http://127.0.0.1:99999/", "99999"),
        redirect("http:///nowhere", "nowhere"),
        redirect("\u0007\u001b[2J", "redirect"),
        redirect("/model.pth", "too many"),
        bad("a redirect to nowhere", Reason.FORBIDDEN, "nowhere", 302, NONE),
        bad("no length", Reason.UNAVAILABLE, "abc", 200, LENGTH + "abc"),
        bad("too long a length", Reason.UNAVAILABLE, "99999", 200, LENGTH + "9".repeat(23)),
        bad("a vast length", Reason.WRONG_SIZE, "that there can be", 200, LENGTH + "9".repeat(18)),
        bad("a length below 0", Reason.UNAVAILABLE, "-5", 200, LENGTH + "-5"),
        bad("two lengths", Reason.UNAVAILABLE, "5, 7", 200, LENGTH + 5, LENGTH + 7),
        bad("nothing", Reason.NOT_WEIGHTS, "empty", 200, NONE),
        bad("no content", Reason.UNAVAILABLE, "204", 204),
        bad("an unknown status", Reason.UNAVAILABLE, "999", 999, NONE),
        bad("416 at once", Reason.UNAVAILABLE, "416", 416, NONE),
        bad("a long wait", Reason.UNAVAILABLE, "wait", 503, "Retry-After: 999999999", NONE),
        bad("a wait in the past", Reason.UNAVAILABLE, "503", 503, "Retry-After: -7", NONE),
        rude("a part at once", Reason.UNAVAILABLE, "206", (out, from) -> part(out, 0, FILE)),
        rude("gzip", Reason.UNAVAILABLE, "gzip", (out, from) -> gzip(out)),
        rude("no HTTP", Reason.DROPPED, "broke off", (out, from) -> text(out, "SSH-2.0-X\r\n")),
        rude("silence", Reason.DROPPED, "does not answer", (out, from) -> Thread.sleep(60_000)),
        rude("hanging up", Reason.DROPPED, "broke off", (out, from) -> {}),
        rude("a slow head", Reason.DROPPED, "does not answer", RudeServerTest::slowHead),
        rude("a head without end", Reason.DROPPED, "broke off", RudeServerTest::endlessHead),
        rude("no chunk", Reason.DROPPED, "broke off", (out, from) -> chunk(out, "ZZZZ")),
        rude(
            "a vast chunk", Reason.DROPPED, "broke off", (out, from) -> chunk(out, "F".repeat(18))),
        rude("a chunk below 0", Reason.DROPPED, "broke off", (out, from) -> chunk(out, "-5")),
        rest("from another place", "another part", (out, from) -> part(out, 0, FILE)),
        rest("of a longer file", "changed", (out, from) -> rest(out, from, "/999999999", "v1")),
        rest("of another version", "changed", (out, from) -> rest(out, from, total(), "v2")),
        rest("of no range", "another part", (out, from) -> send(out, 206, "Content-Range: x")),
        rest("of a vast range", "another part", (out, from) -> rest(out, -1, "/1", "v1")),
        rest("that is not there", "shorter", (out, from) -> head(out, 416, NONE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("behaviours")
  void endsInOneExceptionAndLeavesNothing(
      String name, Reason reason, String says, Behaviour behaviour) throws IOException {
    try (RudeServer server = new RudeServer(behaviour)) {
      Failures.assertFails(
          () -> downloader().download(download(server, OptionalLong.empty()), quiet()),
          reason,
          says);
      assertThat(left()).containsExactly("model.pth.lock");
      assertThat(server.asked()).isLessThan(12);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("behaviours")
  void nextPlaceIsAsked(String name, Reason reason, String says, Behaviour behaviour)
      throws IOException {
    try (RudeServer server = new RudeServer(behaviour);
        FileServer good = new FileServer(FILE)) {
      ModelCard card =
          TestCards.card(
              TestCards.place(PlaceKind.AUTHOR, server.uri(), "model.pth"),
              TestCards.place(PlaceKind.MIRROR, good.uri("/good.pth"), "good.pth"));
      WeightsPlaces places = WeightsPlaces.of(Optional.empty(), temp, false);
      assertThat(new WeightsLocator(places, downloader()).locate(card, Optional.empty(), quiet()))
          .hasFileName("good.pth")
          .hasBinaryContent(FILE);
      assertThat(server.asked()).isPositive();
    }
  }

  @Test
  void bodyThatGoesOnBeyondTheKnownSizeIsCutOff() throws IOException {
    try (RudeServer server = new RudeServer(RudeServerTest::endless)) {
      Failures.assertFails(
          () -> downloader().download(download(server, OptionalLong.of(FILE.length)), quiet()),
          Reason.WRONG_SIZE,
          "more than the " + FILE.length + " bytes");
      assertThat(left()).containsExactly("model.pth.lock");
      assertThat(server.asked()).isOne();
    }
  }

  @Test
  void roundedSizeOfACardBoundsTheBodyToo() throws IOException {
    try (RudeServer server = new RudeServer(RudeServerTest::endless)) {
      Place about =
          new Place(
              PlaceKind.AUTHOR,
              server.uri(),
              "model.pth",
              OptionalLong.empty(),
              OptionalLong.of(1),
              List.<Digest>of(),
              Optional.empty());
      WeightsPlaces places = WeightsPlaces.of(Optional.empty(), temp, false);
      Failures.assertFails(
          () ->
              new WeightsLocator(places, downloader())
                  .locate(TestCards.card(about), Optional.empty(), quiet()),
          Reason.WRONG_SIZE,
          "more than the 4000000 bytes");
    }
  }

  @Test
  void restThatIsTooLongIsCutOffAtOnce() throws IOException {
    Behaviour tooLong =
        (out, from) -> {
          if (from == 0) {
            firstHalf(out);
          } else {
            head(
                out,
                206,
                "ETag: \"v1\"",
                "Content-Range: bytes " + from + "-" + (FILE.length - 1) + total(),
                LENGTH + FILE.length);
            out.write(FILE);
          }
        };
    try (RudeServer server = new RudeServer(tooLong)) {
      Failures.assertFails(
          () -> downloader().download(download(server, OptionalLong.empty()), quiet()),
          Reason.WRONG_SIZE,
          "more than the " + FILE.length);
      assertThat(left()).containsExactly("model.pth.lock");
      assertThat(server.asked()).isEqualTo(2);
    }
  }

  @Test
  void partOfAnotherSizeThanTheKnownOneIsRemoved() throws IOException {
    try (RudeServer server = new RudeServer((out, from) -> head(out, 404, NONE))) {
      Download known = download(server, OptionalLong.of(FILE.length + 1));
      Files.createDirectories(temp.resolve("files"));
      Files.write(known.sibling(".part"), Arrays.copyOf(FILE, HALF));
      new PartState(server.uri().toString(), "\"v1\"", null, FILE.length, null)
          .write(known.sibling(".part.json"));
      Failures.assertFails(() -> downloader().download(known, quiet()), Reason.NOT_FOUND);
      assertThat(left()).containsExactly("model.pth.lock");
    }
  }

  @Test
  void tagThatNoHeaderMayHoldIsNotSentBack() throws IOException {
    Behaviour tagged =
        (out, from) -> {
          String tag = "ETag: \"\u00e9\"";
          if (from == 0) {
            head(out, 200, tag, LENGTH + FILE.length);
            out.write(FILE, 0, HALF);
          } else {
            rest(out, from, total(), "v1");
          }
        };
    try (RudeServer server = new RudeServer(tagged)) {
      // By its size alone the rest may be asked for, but then the tags differ.
      Failures.assertFails(
          () -> downloader().download(download(server, OptionalLong.empty()), quiet()),
          Reason.UNAVAILABLE,
          "changed");
    }
  }

  @Test
  void serverThatSendsHardlyAnythingIsGivenUp() throws IOException {
    AtomicLong time = new AtomicLong();
    LongSupplier halfMinutes = () -> time.addAndGet(TimeUnit.SECONDS.toNanos(30));
    try (RudeServer server = new RudeServer((out, from) -> slowBody(out))) {
      Failures.assertFails(
          () ->
              new Downloader(IMPATIENT, halfMinutes)
                  .download(download(server, OptionalLong.empty()), quiet()),
          Reason.DROPPED,
          "bytes per second over a minute, fewer than 1000",
          "(3 attempts)");
      assertThat(server.asked()).isEqualTo(3);
    }
  }

  @Test
  void serverThatBreaksOffAfterEachByteIsGivenUp() throws IOException {
    Behaviour byteByByte =
        (out, from) -> {
          String range = "bytes " + from + "-" + (FILE.length - 1) + total();
          int length = FILE.length - from;
          head(
              out,
              from == 0 ? 200 : 206,
              "ETag: \"v1\"",
              "Content-Range: " + range,
              LENGTH + length);
          out.write(FILE, from, from == 0 ? NotWeights.HEAD : 1);
        };
    try (RudeServer server = new RudeServer(byteByByte)) {
      Failures.assertFails(
          () -> downloader().download(download(server, OptionalLong.empty()), quiet()),
          Reason.DROPPED,
          "broke off");
      assertThat(server.asked()).isEqualTo(3);
    }
  }

  private static Arguments redirect(String to, String says) {
    return bad(
        "a redirect to " + to.replaceAll("\\p{C}", "?"),
        Reason.FORBIDDEN,
        says,
        302,
        "Location: " + to,
        NONE);
  }

  /** An answer that is bad by its head; the file follows. */
  private static Arguments bad(
      String name, Reason reason, String says, int status, String... headers) {
    return rude(name, reason, says, (out, from) -> send(out, status, headers));
  }

  /** The first half, and then a bad rest; the half is no longer of use. */
  private static Arguments rest(String name, String says, Behaviour rest) {
    return rude(
        "the rest " + name,
        Reason.UNAVAILABLE,
        says,
        (out, from) -> {
          if (from == 0) {
            firstHalf(out);
          } else {
            rest.answer(out, from);
          }
        });
  }

  private static Arguments rude(String name, Reason reason, String says, Behaviour behaviour) {
    return arguments(name, reason, says, behaviour);
  }

  private static void send(OutputStream out, int status, String... headers) throws IOException {
    head(out, status, headers);
    if (status == 200 && !Arrays.asList(headers).contains(NONE)) {
      out.write(FILE);
    }
  }

  private static String total() {
    return "/" + FILE.length;
  }

  private static void firstHalf(OutputStream out) throws IOException {
    head(out, 200, "ETag: \"v1\"", LENGTH + FILE.length);
    out.write(FILE, 0, HALF);
  }

  private static void part(OutputStream out, int from, byte[] file) throws IOException {
    rest(out, from, "/" + file.length, "v1");
  }

  private static void rest(OutputStream out, int from, String total, String tag)
      throws IOException {
    String start = from < 0 ? "9".repeat(20) : "" + from;
    int skipped = Math.max(0, from);
    head(
        out,
        206,
        "ETag: \"" + tag + "\"",
        "Content-Range: bytes " + start + "-" + (FILE.length - 1) + total,
        LENGTH + (FILE.length - skipped));
    out.write(FILE, skipped, FILE.length - skipped);
  }

  private static void gzip(OutputStream out) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(FILE);
    }
    head(out, 200, "Content-Encoding: gzip", LENGTH + bytes.size());
    bytes.writeTo(out);
  }

  private static void chunk(OutputStream out, String size) throws IOException {
    head(out, 200, CHUNKED);
    text(out, size + "\r\nabc\r\n");
  }

  private static void endless(OutputStream out, int from) throws IOException {
    head(out, 200, "Connection: close");
    while (true) { // until the client hangs up
      out.write(FILE);
    }
  }

  private static void slowHead(OutputStream out, int from)
      throws IOException, InterruptedException {
    text(out, "HTTP/1.1 200 OK\r\n");
    while (true) {
      text(out, "X-A: b\r\n");
      out.flush();
      Thread.sleep(100);
    }
  }

  private static void endlessHead(OutputStream out, int from) throws IOException {
    text(out, "HTTP/1.1 200 OK\r\n");
    String more = "b".repeat(60_000);
    for (int i = 0; ; i++) {
      text(out, "X-A" + i + ": " + more + "\r\n");
    }
  }

  private static void slowBody(OutputStream out) throws IOException, InterruptedException {
    head(out, 200, LENGTH + FILE.length);
    for (byte b : FILE) {
      out.write(b);
      out.flush();
      Thread.sleep(5);
    }
  }

  private static Downloader downloader() {
    return new Downloader(IMPATIENT);
  }

  private Download download(RudeServer server, OptionalLong size) {
    return new Download(server.uri(), temp.resolve("files").resolve("model.pth"), size, List.of());
  }

  private static ProgressListener quiet() {
    return ProgressListener.NONE;
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("files"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
