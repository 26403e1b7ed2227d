/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static io.mpvit.zoo.fetch.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.card.PlaceKind;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.fetch.FileServer.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class WeightsLocatorTest {

  private static final DownloadSettings IMPATIENT =
      new DownloadSettings(
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          2,
          Duration.ofMillis(1),
          Duration.ofSeconds(1));

  private final byte[] published = DownloaderTest.weights(1);
  private final byte[] mirrored = DownloaderTest.weights(2);
  private final byte[] own = DownloaderTest.weights(3);
  private final List<String> messages = new ArrayList<>();
  private final ProgressListener listener =
      new ProgressListener() {
        @Override
        public void message(String line) {
          messages.add(line);
        }
      };

  @TempDir private Path temp;
  private FileServer server;
  private FileServer mirror;
  private ModelCard card;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer(published);
    mirror = new FileServer(mirrored);
    card = card(Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
    mirror.close();
  }

  @Test
  void publishedFileIsFetchedOnceAndKeptInTheCache() throws IOException {
    WeightsLocator locator = locator(null, false);
    assertThat(locator.find(card)).isEmpty();
    Path file = locate(locator);
    assertThat(file).isEqualTo(cache().resolve("model_a.pth")).hasBinaryContent(published);
    assertThat(locate(locator)).isEqualTo(file);
    assertThat(locator.find(card)).contains(file);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void licenceIsSaidBeforeADownloadAndOnlyThen() throws IOException {
    locate(locator(null, false));
    assertThat(messages)
        .containsExactly(
            "model_a: weights under the terms of X",
            "fetching model_a.pth (0.3 MB) from 127.0.0.1");
    messages.clear();
    locate(locator(null, false));
    assertThat(messages).isEmpty();
  }

  @Test
  void explicitFileBeatsAll() throws IOException {
    Path file = Files.write(temp.resolve("mine.bin"), own);
    put(temp.resolve("folder/model_a.pth"), mirrored);
    put(cache().resolve("model_a.pth"), published);
    WeightsLocator locator = locator(temp.resolve("folder").toString(), false);
    assertThat(locator.locate(card, Optional.of(file), listener)).isEqualTo(file);
    assertThat(Pin.fileFor(file)).doesNotExist();
  }

  @Test
  void folderBeatsTheCache() throws IOException {
    Path file = put(temp.resolve("folder/model_a.pth"), own);
    put(cache().resolve("model_a.pth"), published);
    assertThat(locate(locator(temp.resolve("folder").toString(), false))).isEqualTo(file);
    assertThat(locate(locator(temp.resolve("folder").toUri().toString(), false))).isEqualTo(file);
    assertThat(Pin.fileFor(file)).doesNotExist();
  }

  @Test
  void folderWithoutTheFileLeavesTheCacheAndThePublishedFile() throws IOException {
    Files.createDirectories(temp.resolve("folder"));
    WeightsLocator locator = locator(temp.resolve("folder").toString(), false);
    assertThat(locate(locator)).hasBinaryContent(published);
    assertThat(locate(locator)).startsWith(cache());
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void convertedFileIsFoundToo() throws IOException {
    Path file = put(temp.resolve("folder/model_a.safetensors"), own);
    assertThat(locate(locator(temp.resolve("folder").toString(), false))).isEqualTo(file);
    Path original = put(temp.resolve("folder/model_a.pth"), own);
    assertThat(locate(locator(temp.resolve("folder").toString(), false))).isEqualTo(original);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/weights", "/weights/"})
  void mirrorBeatsTheCache(String base) throws IOException {
    put(cache().resolve("model_a.pth"), published);
    WeightsLocator locator = locator(mirror.uri(base).toString(), false);
    Path file = locate(locator);
    assertThat(file).hasBinaryContent(mirrored);
    assertThat(locate(locator)).isEqualTo(file);
    assertThat(mirror.asked()).containsExactly(new Asked("/weights/model_a.pth", null, null));
    assertThat(server.asked()).isEmpty();
    assertThat(locate(locator(null, false))).hasBinaryContent(published);
  }

  @Test
  void mirrorWithoutTheFileLeavesThePublishedOne() throws IOException {
    mirror.always(FileServer.status(404, ""));
    assertThat(locate(locator(mirror.uri("/").toString(), false))).hasBinaryContent(published);
  }

  @Test
  void allFailuresAreSaid() {
    mirror.always(FileServer.status(404, ""));
    server.always(FileServer.status(200, "<html><title>Gone</title>", "Content-Type", "text/html"));
    assertFails(
        () -> locate(locator(mirror.uri("/m").toString(), false)),
        Reason.NOT_WEIGHTS,
        mirror.uri("/m/model_a.pth") + ": the server answers 404",
        server.uri("/pub/model_a.pth") + ": the server sends a web page (\"Gone\")",
        "(said to be gone)",
        "put it into " + cache(),
        "MPVIT_WEIGHTS",
        "or name a file");
  }

  @Test
  void offlineRefusesTheNetworkOnly() throws IOException {
    assertFails(
        () -> locate(locator(mirror.uri("/").toString(), true)),
        Reason.OFFLINE,
        "ai.djl.offline",
        "put it into " + cache());
    assertThat(messages).isEmpty();
    assertThat(mirror.asked()).isEmpty();
    assertThat(server.asked()).isEmpty();
    Path file = put(cache().resolve("model_a.pth"), own);
    assertThat(locate(locator(mirror.uri("/").toString(), true))).isEqualTo(file);
  }

  @Test
  void offlineUsesWhatAMirrorGaveBefore() throws IOException {
    Path file = locate(locator(mirror.uri("/").toString(), false));
    assertThat(locate(locator(mirror.uri("/").toString(), true))).isEqualTo(file);
    assertThat(locator(mirror.uri("/").toString(), true).find(card)).contains(file);
  }

  @Test
  void cardWithoutPublishedWeightsSaysSo() throws IOException {
    ModelCard bare = card(null);
    assertFails(
        () -> locator(null, false).locate(bare, Optional.empty(), listener),
        Reason.NOT_FOUND,
        "no weights were published for model_a",
        "put a file of your own as model_a.pth into " + cache(),
        "or name it");
    Path file = put(cache().resolve("model_a.pth"), own);
    assertThat(locator(null, false).locate(bare, Optional.empty(), listener)).isEqualTo(file);
  }

  @Test
  void changedFileInTheCacheIsRefused() throws IOException {
    Path file = locate(locator(null, false));
    Files.write(file, own);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertFails(
        () -> locate(locator(null, false)),
        Reason.WRONG_DIGEST,
        file + " has changed since it was first seen",
        "delete it to get it again",
        Pin.fileFor(file).toString());
    Files.delete(Pin.fileFor(file));
    assertThat(locate(locator(null, false))).hasBinaryContent(own);
  }

  @Test
  void linksInTheCacheAreFollowedOrReplaced() throws IOException {
    Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
    Files.createDirectories(cache().getParent());
    Files.createSymbolicLink(cache(), elsewhere);
    Path file = locate(locator(null, false));
    assertThat(file).hasBinaryContent(published);
    assertThat(elsewhere.resolve(file.getFileName())).isRegularFile();
    // A link whose file is gone is no file: what is fetched takes its place.
    Files.delete(file);
    Files.createSymbolicLink(file, temp.resolve("gone"));
    assertThat(locate(locator(null, false))).isEqualTo(file).hasBinaryContent(published);
    assertThat(file).isRegularFile();
    assertThat(temp.resolve("gone")).doesNotExist();
  }

  @Test
  void touchedFileInTheCacheIsReadAgainAndAccepted() throws IOException {
    Path file = locate(locator(null, false));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
    assertThat(locate(locator(null, false))).isEqualTo(file);
    assertThat(Pin.read(file).orElseThrow().modified()).isEqualTo(1000);
  }

  @Test
  void fileLaidIntoTheCacheIsPinnedAtFirstSight() throws IOException {
    Path file = put(cache().resolve("model_a.pth"), own);
    locate(locator(null, false));
    assertThat(Pin.read(file).orElseThrow().sha256()).isEqualTo(Sha256.of(file));
  }

  @Test
  void brokenPinIsSaid() throws IOException {
    Path file = put(cache().resolve("model_a.pth"), own);
    Files.writeString(Pin.fileFor(file), "{");
    assertFails(
        () -> locate(locator(null, false)), Reason.WRONG_DIGEST, Pin.fileFor(file) + " is not");
  }

  @Test
  void fileLaidIntoTheCacheMustBeThePublishedOneIfThatIsKnown() throws IOException {
    card = card(Optional.of("0".repeat(64)));
    Path file = put(cache().resolve("model_a.pth"), own);
    assertFails(
        () -> locate(locator(null, false)), Reason.WRONG_DIGEST, file + " is not the published");
    card = card(Optional.of(Sha256.of(file)));
    assertThat(locate(locator(null, false))).isEqualTo(file);
  }

  @Test
  void mirrorsWrongFileIsSaidAndThePublishedOneTaken() throws IOException {
    card = card(Optional.of(HubServers.sha256(published)));
    assertThat(locate(locator(mirror.uri("/").toString(), false)))
        .isEqualTo(cache().resolve("model_a.pth"))
        .hasBinaryContent(published);
    assertThat(messages)
        .filteredOn(line -> line.contains("not the published one"))
        .singleElement()
        .asString()
        .contains(
            mirror.uri("/model_a.pth").toString(), "expected " + HubServers.sha256(published));
    try (Stream<Path> kept = Files.walk(cache().resolve("mirrors"))) {
      assertThat(kept.filter(Files::isRegularFile))
          .extracting(file -> file.getFileName().toString())
          .containsExactly("model_a.pth.lock");
    }
  }

  @Test
  void webPageSavedAsWeightsIsRecognised() throws IOException {
    Path page = put(temp.resolve("f/model_a.pth"), "<!doctype html><p>no".getBytes());
    assertFails(
        () -> locate(locator(temp.resolve("f").toString(), false)),
        Reason.NOT_WEIGHTS,
        page + " is a web page, not weights");
    assertFails(
        () -> locator(null, false).locate(card, Optional.of(page), listener),
        Reason.NOT_WEIGHTS,
        page.toString());
  }

  @Test
  void explicitFileMustBeAFile() {
    WeightsLocator locator = locator(null, false);
    Path none = temp.resolve("none.pth");
    assertFails(
        () -> locator.locate(card, Optional.of(none), listener),
        Reason.NOT_FOUND,
        none + " does not exist");
    assertFails(
        () -> locator.locate(card, Optional.of(temp), listener),
        Reason.NOT_FOUND,
        temp + " is a folder");
  }

  @Test
  void settingMustBeAFolder() throws IOException {
    Path none = temp.resolve("none");
    assertFails(
        () -> locate(locator(none.toString(), false)),
        Reason.NOT_FOUND,
        "MPVIT_WEIGHTS is " + none + ", which does not exist");
    Path file = put(temp.resolve("file"), own);
    assertFails(() -> locate(locator(file.toString(), false)), Reason.NOT_FOUND, "which is a file");
    assertThat(locator(none.toString(), false).find(card)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/x",
        "http:",
        "http://",
        "https://host.example/x?y=1",
        "http://a b/",
        "file:x"
      })
  void settingMustBeAFolderOrAMirror(String setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightsPlaces.of(Optional.of(setting), temp, false))
        .withMessageStartingWith("MPVIT_WEIGHTS is \"" + setting + "\", expected");
  }

  @Test
  void passwordIsRefusedAndNotRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> WeightsPlaces.of(Optional.of("https://me:secret@h.example/"), temp, false))
        .withMessageContaining("https://***@h.example/")
        .withMessageNotContaining("secret");
  }

  @Test
  void settingMayBeASystemProperty() {
    System.setProperty(WeightsPlaces.SETTING, temp.toString());
    try {
      assertThat(WeightsPlaces.fromEnvironment().folder()).contains(temp.toAbsolutePath());
    } finally {
      System.clearProperty(WeightsPlaces.SETTING);
    }
  }

  @Test
  void blankSettingIsNone() {
    WeightsPlaces places = WeightsPlaces.of(Optional.of(" "), temp, true);
    assertThat(places.folder()).isEmpty();
    assertThat(places.mirror()).isEmpty();
    assertThat(places.offline()).isTrue();
  }

  private Path locate(WeightsLocator locator) throws IOException {
    return locator.locate(card, Optional.empty(), listener);
  }

  private WeightsLocator locator(String setting, boolean offline) {
    WeightsPlaces places =
        WeightsPlaces.of(Optional.ofNullable(setting), temp.resolve("djl"), offline);
    return new WeightsLocator(places, new Downloader(IMPATIENT));
  }

  private Path cache() {
    return temp.resolve("djl/cache/mpvit").toAbsolutePath();
  }

  private static Path put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** A card; null for one without a published file. */
  private ModelCard card(Optional<String> sha256) {
    return sha256 == null
        ? TestCards.card()
        : TestCards.card(
            new Place(
                PlaceKind.AUTHOR,
                server.uri("/pub/model_a.pth"),
                "model_a.pth",
                OptionalLong.empty(),
                OptionalLong.empty(),
                sha256.stream().map(hex -> Digest.of("sha256:" + hex)).toList(),
                Optional.of("said to be gone")));
  }
}
