/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static io.mpvit.zoo.fetch.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.Digest.Algorithm;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.card.PlaceKind;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.fetch.HubServers.Asked;
import io.mpvit.zoo.hub.HubCache;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model whose weights are at several places: an author's host and the hub. */
@Timeout(30)
class PlacesTest {

  private static final DownloadSettings IMPATIENT =
      new DownloadSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          2,
          Duration.ofMillis(1),
          Duration.ofSeconds(1));
  private static final URI ON_HUB = URI.create("hf://o/r/model.safetensors");
  private static final String PAGE = "https://page.example/table";

  private final byte[] content = DownloaderTest.weights(1);
  private final byte[] hubs = DownloaderTest.weights(2);
  private final String md5 = digest(content, Algorithm.MD5);
  private final List<String> messages = new ArrayList<>();
  private final ProgressListener listener =
      new ProgressListener() {
        @Override
        public void message(String line) {
          messages.add(line);
        }
      };

  @TempDir private Path temp;
  private FileServer host;
  private HubServers servers;
  private String token;
  private boolean hubOffline;

  @BeforeEach
  void start() throws IOException {
    host = new FileServer(content);
    servers = new HubServers().put("o/r/main/model.safetensors", hubs);
  }

  @AfterEach
  void stop() {
    host.close();
    servers.close();
  }

  @Test
  void firstPlaceIsEnough() throws IOException {
    assertThat(locate(both("md5:" + md5.substring(0, 6))))
        .isEqualTo(cache().resolve("final_a.pkl"))
        .hasBinaryContent(content);
    assertThat(servers.hubAsked).isEmpty();
    assertThat(messages)
        .containsExactly(
            "model_a: weights under the terms of X",
            "fetching final_a.pkl (0.3 MB) from 127.0.0.1");
  }

  @Test
  void nextPlaceIsAskedUnderItsOwnName() throws IOException {
    host.always(FileServer.status(404, ""));
    ModelCard card = both();
    Path file = locate(card);
    assertThat(file).isEqualTo(cache().resolve("model_a.safetensors")).hasBinaryContent(hubs);
    assertThat(messages.stream().filter(line -> line.contains("terms of X"))).hasSize(1);
    assertThat(locate(card)).isEqualTo(file);
    assertThat(host.asked()).hasSize(1);
  }

  @Test
  void wrongDigestIsSaidAndTheNextPlaceAsked() throws IOException {
    assertThat(locate(both("md5:000000"))).hasBinaryContent(hubs);
    assertThat(messages)
        .contains(
            host.uri("/pub/final_a.pkl")
                + ": the server's file is not the published one: MD5 is "
                + md5
                + ", expected 000000...");
    assertThat(cache().resolve("final_a.pkl")).doesNotExist();
    assertThat(cache().resolve("final_a.pkl.part")).doesNotExist();
  }

  @Test
  void allDigestsMustFit() throws IOException {
    String sha256 = digest(content, Algorithm.SHA256);
    assertThat(locate(both("md5:" + md5.substring(0, 6), "sha256:" + "0".repeat(64))))
        .hasBinaryContent(hubs);
    assertThat(locate(both("md5:" + md5, "sha256:" + sha256))).hasBinaryContent(hubs);
    Files.delete(cache().resolve("model_a.safetensors"));
    assertThat(locate(both("md5:" + md5, "sha256:" + sha256))).hasBinaryContent(content);
  }

  @Test
  void digestInAnotherAlgorithmThanTheNamesIsNoMatch() throws IOException {
    // f10217 is of the MD5; taken for SHA-256 every right file would be refused, and the other way
    assertThat(locate(both("sha256:" + md5.substring(0, 8)))).hasBinaryContent(hubs);
  }

  @Test
  void eachPlaceThatFailedHasItsLine() {
    host.always(FileServer.status(404, ""));
    servers.gate("o/r");
    ModelCard card =
        TestCards.card(
            host("final_a.pkl"),
            hub(),
            TestCards.place(PlaceKind.MANUAL, URI.create(PAGE), "checkpoint-a.pth"));
    FetchException failure = catchThrowableOfType(FetchException.class, () -> locate(card));
    assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(failure.getMessage().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo("cannot get the weights of model_a from any of 3 places:"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "  "
                            + host.uri("/pub/final_a.pkl")
                            + ": the server answers 404 (no such file)"),
            line ->
                assertThat(line)
                    .startsWith("  hf://o/r/model.safetensors: the hub answers 401: o/r wants"),
            line ->
                assertThat(line)
                    .isEqualTo("  " + PAGE + ": checkpoint-a.pth is there for people only"),
            line ->
                assertThat(line)
                    .startsWith("Get final_a.pkl by hand and put it into " + cache())
                    .contains("MPVIT_WEIGHTS", "or name a file"));
    assertThat(failure.getSuppressed()).hasSize(2);
  }

  @Test
  void placesWithoutHopeAreAskedLast() throws IOException {
    Place dead = TestCards.place(PlaceKind.DEAD, host.uri("/dead/final_a.pkl"), "final_a.pkl");
    assertThat(locate(TestCards.card(dead, hub()))).hasBinaryContent(hubs);
    assertThat(host.asked()).isEmpty();
    Files.delete(cache().resolve("model_a.safetensors"));
    assertThat(locate(TestCards.card(dead))).hasBinaryContent(content);
  }

  @Test
  void pageToClickAtIsNotFetched() {
    ModelCard card =
        TestCards.card(TestCards.place(PlaceKind.MANUAL, host.uri("/page"), "checkpoint-a.pth"));
    assertFails(
        () -> locate(card),
        Reason.BY_HAND,
        host.uri("/page") + ": checkpoint-a.pth is there for people only",
        "Get checkpoint-a.pth by hand");
    assertThat(host.asked()).isEmpty();
    assertThat(messages).isEmpty();
  }

  @Test
  void tokenReachesTheHubOnly() throws IOException {
    servers.gate("o/r");
    token = HubServers.TOKEN;
    host.always(FileServer.status(404, ""));
    assertThat(locate(both())).hasBinaryContent(hubs);
    assertThat(servers.hubAsked)
        .extracting(Asked::authorization)
        .containsOnly("Bearer " + HubServers.TOKEN);
    assertThat(servers.storeAsked).extracting(Asked::authorization).containsOnlyNulls();
  }

  @Test
  void hubMayBeSwitchedOffAlone() throws IOException {
    hubOffline = true;
    assertThat(locate(TestCards.card(hub(), host("final_a.pkl")))).hasBinaryContent(content);
    assertFails(() -> locate(hubOnly()), Reason.OFFLINE, "HF_HUB_OFFLINE");
    assertThat(servers.hubAsked).isEmpty();
  }

  @Test
  void mirrorHasFilesUnderTheirNames() throws IOException {
    try (FileServer mirror = new FileServer(hubs)) {
      mirror.then(FileServer.status(404, ""));
      Path file = locate(both(), mirror.uri("/w/").toString());
      assertThat(file.getFileName()).hasToString("model_a.safetensors");
      assertThat(file).hasBinaryContent(hubs);
      assertThat(mirror.asked())
          .extracting(FileServer.Asked::path)
          .containsExactly("/w/final_a.pkl", "/w/model_a.safetensors");
      assertThat(host.asked()).isEmpty();
    }
  }

  @Test
  void filesOfAllPlacesAreFoundInAFolder() throws IOException {
    for (String name : List.of("final_a.pkl", "model_a.safetensors", "model_a.pyth")) {
      Path file = put(temp.resolve(name.replace('.', '_')).resolve(name), content);
      assertThat(locate(both(), file.getParent().toString())).isEqualTo(file);
    }
  }

  @Test
  void fileInTheCacheMustHaveItsPlacesDigest() throws IOException {
    Path file = put(cache().resolve("final_a.pkl"), content);
    String right = "md5:" + md5.substring(0, 6);
    assertThat(locate(both(right))).isEqualTo(file);
    assertThat(Pin.read(file).orElseThrow().checked()).containsExactly(right);
    assertThat(locate(both(right))).isEqualTo(file);
    assertFails(() -> locate(both("md5:000000")), Reason.WRONG_DIGEST, "MD5 is " + md5);
  }

  @Test
  void whatTorchAndDetectron2FetchedIsUsed() throws IOException {
    String right = "md5:" + md5.substring(0, 6);
    for (String path : List.of("torch/hub/checkpoints/final_a.pkl", "fv/pub/final_a.pkl")) {
      Path file = put(temp.resolve(path), content);
      assertThat(locate(both(right))).isEqualTo(file);
      assertThat(locator(null).find(both(right))).contains(file);
      assertThat(locator(null).isHere(both(right))).isTrue();
      assertThat(file.getParent()).isDirectoryNotContaining("glob:**.json");
      Files.delete(file);
    }
    assertThat(host.asked()).isEmpty();
    assertThat(locator(null).isHere(both(right))).isFalse();
  }

  @Test
  void wrongFileOfAnotherProgramIsLeftAloneAndSaid() throws IOException {
    Path file = put(temp.resolve("torch/hub/checkpoints/final_a.pkl"), hubs);
    assertThat(locate(both("md5:" + md5.substring(0, 6))))
        .hasBinaryContent(content)
        .startsWith(cache());
    assertThat(messages.get(0)).startsWith(file + " is left alone: ").contains("MD5 is");
    assertThat(file).hasBinaryContent(hubs);
  }

  @Test
  void whatTheHubsLibraryFetchedIsUsed() throws IOException {
    Path snapshots = temp.resolve("hub/models--o--r");
    put(snapshots.resolve("refs/main"), "abc123".getBytes(StandardCharsets.US_ASCII));
    Path file = put(snapshots.resolve("snapshots/abc123/model.safetensors"), hubs);
    assertThat(locate(hubOnly())).isEqualTo(file);
    assertThat(servers.hubAsked).isEmpty();
  }

  @Test
  void sourceIsTheBestThatThereIs() {
    WeightsLocator locator = locator(null);
    Place dead = TestCards.place(PlaceKind.DEAD, URI.create(PAGE), "a.pth");
    Place manual = TestCards.place(PlaceKind.MANUAL, URI.create(PAGE), "b.pth");
    assertThat(locator.source(both())).isEqualTo(WeightsSource.HOST);
    assertThat(locator.source(TestCards.card(dead, hub()))).isEqualTo(WeightsSource.HOST);
    assertThat(locator.source(TestCards.card(dead, manual))).isEqualTo(WeightsSource.FILE_ONLY);
    assertThat(locator.source(TestCards.card())).isEqualTo(WeightsSource.FILE_ONLY);
  }

  private ModelCard both(String... digests) {
    return TestCards.card(host("final_a.pkl", digests), hub());
  }

  private ModelCard hubOnly() {
    return TestCards.card(hub());
  }

  private Place host(String file, String... digests) {
    return TestCards.place(PlaceKind.AUTHOR, host.uri("/pub/" + file), file, digests);
  }

  private static Place hub() {
    return TestCards.place(PlaceKind.HUB, ON_HUB, "model_a.safetensors");
  }

  private Path locate(ModelCard card) throws IOException {
    return locate(card, null);
  }

  private Path locate(ModelCard card, String setting) throws IOException {
    return locator(setting).locate(card, Optional.empty(), listener);
  }

  private WeightsLocator locator(String setting) {
    HubCache cache = new HubCache(temp.resolve("hub"));
    WeightsPlaces places =
        WeightsPlaces.of(Optional.ofNullable(setting), temp.resolve("djl"), false)
            .with(
                servers.settings(token, cache, hubOffline),
                new SharedCaches(
                    Optional.of(cache),
                    List.of(temp.resolve("torch/hub/checkpoints")),
                    List.of(temp.resolve("fv"))));
    return new WeightsLocator(places, new Downloader(IMPATIENT));
  }

  private Path cache() {
    return temp.resolve("djl/cache/mpvit").toAbsolutePath();
  }

  private static Path put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static String digest(byte[] bytes, Algorithm algorithm) {
    RunningDigests running = new RunningDigests(List.of(new Digest(algorithm, "000000")));
    running.update(ByteBuffer.wrap(bytes));
    return running.finish().whole().get(algorithm);
  }
}
