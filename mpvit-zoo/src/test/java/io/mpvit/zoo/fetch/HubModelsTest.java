/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static io.mpvit.zoo.fetch.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.fetch.HubServers.Asked;
import io.mpvit.zoo.hub.HubCache;
import io.mpvit.zoo.hub.HubSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HubModelsTest {

  private static final DownloadSettings IMPATIENT =
      new DownloadSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          3,
          Duration.ofMillis(1),
          Duration.ofSeconds(1));
  private static final byte[] CONFIG = "{\"model_type\": \"x\"}".getBytes(StandardCharsets.UTF_8);
  private static final String FILE = "hf://o/r/model.safetensors";

  private final byte[] content = DownloaderTest.weights(1);
  private final byte[] other = DownloaderTest.weights(2);
  private final List<String> messages = new ArrayList<>();
  private final ProgressListener listener =
      new ProgressListener() {
        @Override
        public void message(String line) {
          messages.add(line);
        }
      };

  @TempDir private Path temp;
  private HubServers servers;

  @BeforeEach
  void start() {
    servers = new HubServers().put("o/r/main/model.safetensors", content);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void fileComesFromTheHostThatTheHubNames() throws IOException {
    Path file = locate(FILE);
    assertThat(file).isEqualTo(kept("o/r/main/model.safetensors")).hasBinaryContent(content);
    assertThat(servers.hubAsked.get(0))
        .isEqualTo(new Asked("o/r/resolve/main/model.safetensors", null, null));
    assertThat(servers.storeAsked)
        .containsExactly(new Asked("o/r/main/model.safetensors", null, null));
    assertThat(Pin.read(file).orElseThrow().sha256()).isEqualTo(HubServers.sha256(content));
    int asked = servers.hubAsked.size();
    assertThat(locate(FILE)).isEqualTo(file);
    assertThat(servers.hubAsked).hasSize(asked);
  }

  @Test
  void tokenGoesToTheHubOnly() throws IOException {
    servers.gate("o/r");
    assertThat(locator(servers.settings(HubServers.TOKEN, null, false)).locate(FILE, listener))
        .hasBinaryContent(content);
    assertThat(servers.hubAsked)
        .extracting(Asked::authorization)
        .containsOnly("Bearer " + HubServers.TOKEN);
    assertThat(servers.storeAsked).extracting(Asked::authorization).containsOnlyNulls();
  }

  @Test
  void digestThatTheHubSaysIsHeldAgainstWhatComes() throws IOException {
    servers.sayDigest("o/r/main/model.safetensors", "0".repeat(64));
    assertFails(
        () -> locate(FILE),
        Reason.WRONG_DIGEST,
        FILE + ": what came is not the file that the hub has: SHA-256 is",
        "expected " + "0".repeat(64));
    assertNothingKept();
  }

  @Test
  void brokenDownloadGoesOnAtAnotherSignedAddress() throws IOException {
    servers.breakOff(2);
    assertThat(locate(FILE)).hasBinaryContent(content);
    String half = "bytes=" + content.length / 2 + "-";
    assertThat(servers.storeAsked)
        .extracting(Asked::range)
        .startsWith(null, half)
        .hasSize(3)
        .doesNotHaveDuplicates();
    assertThat(servers.hubAsked.get(1))
        .isEqualTo(new Asked("o/r/resolve/main/model.safetensors", half, null));
  }

  @Test
  void digestHoldsForAFileThatCameInTwoRuns() throws IOException {
    DownloadSettings once =
        new DownloadSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ofSeconds(1));
    WeightsLocator hasty =
        new WeightsLocator(places(servers.settings(null, null, false)), new Downloader(once));
    servers.sayDigest("o/r/main/model.safetensors", "0".repeat(64)).breakOff(1).endSignatures(0);
    servers.endSignaturesAfter(1);
    assertFails(() -> hasty.locate(FILE, listener), Reason.FORBIDDEN, "bytes that came are kept");
    servers.endSignatures(0);
    assertFails(() -> hasty.locate(FILE, listener), Reason.WRONG_DIGEST, "expected 000");
    assertThat(servers.storeAsked.get(2).range()).isNotNull();
    assertNothingKept();
  }

  @Test
  void signedAddressThatHasEndedIsReplaced() throws IOException {
    servers.endSignatures(2);
    assertThat(locate(FILE)).hasBinaryContent(content);
    assertThat(servers.storeAsked).hasSize(3);
    assertThat(messages).anySatisfy(line -> assertThat(line).contains("(403); it may have ended"));
  }

  @Test
  void signedAddressesThatNeverWorkAreGivenUp() throws IOException {
    servers.endSignatures(100);
    assertFails(() -> locate(FILE), Reason.FORBIDDEN, "(403)", "3 attempts");
    assertNothingKept();
  }

  @Test
  void strangersAreToldHowToGetIn() throws IOException {
    servers.gate("o/r");
    assertFails(
        () -> locate("hf://o/r"),
        Reason.FORBIDDEN,
        "hf://o/r/model.safetensors: the hub answers 401: o/r wants its terms accepted",
        servers.endpoint() + "o/r",
        "set HF_TOKEN");
    assertThat(servers.hubAsked).hasSize(1);
    assertThat(servers.storeAsked).isEmpty();
  }

  @Test
  void wrongTokensAreSaid() {
    assertFails(
        () -> locator(servers.settings("hf_wrong", null, false)).locate(FILE, listener),
        Reason.FORBIDDEN,
        "401",
        "your token (HF_TOKEN, or the hub's token file) is invalid or may not read it");
    assertFails(
        () -> locator(servers.settings("hf_other", null, false)).locate(FILE, listener),
        Reason.FORBIDDEN,
        "403",
        "with the account of your token");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertFails(
        () -> locate("hf://o/r/none.pth"),
        Reason.NOT_FOUND,
        "hf://o/r/none.pth: the hub answers 404: o/r has no file none.pth at main");
    assertFails(
        () -> locate("hf://o/r@v9/model.safetensors"), Reason.NOT_FOUND, "o/r has no revision v9");
    assertFails(
        () -> locate("hf://o/nothing"),
        Reason.FORBIDDEN,
        "o/nothing does not exist, or is private: set HF_TOKEN");
  }

  @Test
  void repositoryWithoutWeightsSaysWhatWasLookedFor() {
    servers.put("o/empty/main/README.md", content);
    assertFails(
        () -> locate("hf://o/empty"),
        Reason.NOT_FOUND,
        "hf://o/empty: the repository has none of model.safetensors,"
            + " model.safetensors.index.json, pytorch_model.bin");
  }

  @Test
  void wholeRepositoryIsItsWeightsWithTheConfigurationBeside() throws IOException {
    servers.put("o/r/main/config.json", CONFIG).put("o/r/main/pytorch_model.bin", other);
    Path file = locate("hf://o/r");
    assertThat(file).isEqualTo(kept("o/r/main/model.safetensors")).hasBinaryContent(content);
    assertThat(file.resolveSibling("config.json")).hasBinaryContent(CONFIG);
    assertThat(locator().find("hf://o/r")).contains(file);
    assertThat(messages)
        .containsExactly(
            "hf://o/r: the licence of its weights is on its page, " + servers.endpoint() + "o/r",
            "fetching model.safetensors (0.3 MB) from 127.0.0.1");
  }

  @Test
  void olderRepositoryHasAnotherFile() throws IOException {
    servers.put("o/old/main/pytorch_model.bin", other);
    assertThat(locate("hf://o/old"))
        .isEqualTo(kept("o/old/main/pytorch_model.bin"))
        .hasBinaryContent(other);
  }

  @Test
  void revisionsDoNotMix() throws IOException {
    servers.put("o/r/v2/model.safetensors", other);
    assertThat(locate("hf://o/r@v2"))
        .isEqualTo(kept("o/r/v2/model.safetensors"))
        .hasBinaryContent(other);
    assertThat(locate("hf://o/r")).hasBinaryContent(content);
  }

  @Test
  void shardsComeWithTheirIndex() throws IOException {
    shards("a-1.safetensors", "a-2.safetensors");
    servers
        .put("o/s/main/a-1.safetensors", content)
        .put("o/s/main/a-2.safetensors", other)
        .put("o/s/main/config.json", CONFIG);
    Path index = locate("hf://o/s");
    assertThat(index).isEqualTo(kept("o/s/main/model.safetensors.index.json"));
    assertThat(index.resolveSibling("a-1.safetensors")).hasBinaryContent(content);
    assertThat(index.resolveSibling("a-2.safetensors")).hasBinaryContent(other);
    assertThat(index.resolveSibling("config.json")).exists();
    assertThat(locator().find("hf://o/s")).contains(index);
    Files.delete(index.resolveSibling("a-2.safetensors"));
    assertThat(locator().find("hf://o/s")).isEmpty();
    Path shard = locate("hf://o/s").resolveSibling("a-2.safetensors");
    assertThat(shard).hasBinaryContent(other);
    // Shards are pinned as single files are.
    Files.write(shard, content);
    Files.setLastModifiedTime(shard, FileTime.fromMillis(1));
    assertFails(() -> locate("hf://o/s"), Reason.WRONG_DIGEST, shard + " has changed");
  }

  @Test
  void shardsAreReadTogether() throws Exception {
    servers
        .put(
            "o/s/main/model.safetensors.index.json",
            "{\"weight_map\": {\"a\": \"1.safetensors\", \"b\": \"2.safetensors\"}}"
                .getBytes(StandardCharsets.UTF_8))
        .put("o/s/main/1.safetensors", oneNumber("a"))
        .put("o/s/main/2.safetensors", oneNumber("b"));
    try (StateDict weights = StateDict.open(locate("hf://o/s"))) {
      assertThat(weights.keys()).containsExactlyInAnyOrder("a", "b");
      assertThat(weights.get("b").read().remaining()).isEqualTo(4);
    }
  }

  /** A safetensors file with a tensor of one zero. */
  private static byte[] oneNumber(String key) {
    byte[] head =
        ("{\"" + key + "\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}")
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + head.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(head.length)
        .put(head)
        .array();
  }

  @Test
  void missingShardIsSaid() throws IOException {
    shards("a-1.safetensors", "a-2.safetensors");
    servers.put("o/s/main/a-1.safetensors", content);
    assertFails(() -> locate("hf://o/s"), Reason.NOT_FOUND, "hf://o/s/a-2.safetensors", "404");
    assertThat(locator().find("hf://o/s")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"weight_map\": {}}",
        "{\"weight_map\": 1}",
        "{\"weight_map\": {\"x\": 1}}",
        "{\"weight_map\": {\"x\": {}}}",
        "{\"weight_map\": {\"x\": \"../../up\"}}",
        "{\"weight_map\": {\"x\": \"/etc/passwd\"}}",
        "{\"weight_map\": "
      })
  void brokenIndexIsRefused(String text) {
    servers.put("o/s/main/model.safetensors.index.json", text.getBytes(StandardCharsets.UTF_8));
    assertFails(() -> locate("hf://o/s"), Reason.NOT_WEIGHTS, "model.safetensors.index.json");
    assertThat(temp.resolve("up")).doesNotExist();
  }

  @Test
  void whatTheHubsLibraryFetchedIsUsed() throws IOException {
    HubCache cache = new HubCache(temp.resolve("hub"));
    Path repository = cache.folder().resolve("models--o--r");
    put(repository.resolve("refs/main"), "abcdef0123".getBytes(StandardCharsets.US_ASCII));
    Path blob = put(repository.resolve("blobs/x"), other);
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/abcdef0123"));
    Path file = Files.createSymbolicLink(snapshot.resolve("model.safetensors"), blob);
    WeightsLocator locator = locator(servers.settings(null, cache, true));
    assertThat(locator.locate("hf://o/r", listener)).isEqualTo(file).hasBinaryContent(other);
    assertThat(locator.locate("hf://o/r@abcdef0123", listener)).isEqualTo(file);
    assertThat(servers.hubAsked).isEmpty();
    assertThat(snapshot).isDirectoryNotContaining(path -> path.toString().contains("pin"));
    Files.delete(blob);
    assertFails(() -> locator.locate("hf://o/r", listener), Reason.OFFLINE, "HF_HUB_OFFLINE");
    assertThat(locator(servers.settings(null, cache, false)).locate("hf://o/r", listener))
        .hasBinaryContent(content);
  }

  @Test
  void pageInPlaceOfWeightsIsRecognised() throws IOException {
    servers.put(
        "o/r/main/model.safetensors",
        "<!doctype html><title>Log in</title>".getBytes(StandardCharsets.UTF_8));
    assertFails(() -> locate(FILE), Reason.NOT_WEIGHTS, "a web page (\"Log in\")");
    assertNothingKept();
  }

  @Test
  void pageInPlaceOfTheConfigurationDoesNotCostTheWeights() throws IOException {
    servers.put("o/r/main/config.json", "<html>".getBytes(StandardCharsets.UTF_8));
    Path file = locate("hf://o/r");
    assertThat(file).hasBinaryContent(content);
    assertThat(file.resolveSibling("config.json")).doesNotExist();
    assertThat(messages).anySatisfy(line -> assertThat(line).contains("going on without it"));
  }

  @Test
  void pathsAreTakenAsTheyAre() throws IOException {
    Path file = put(temp.resolve("mine.bin"), other);
    assertThat(locator().locate(file.toString(), listener)).isEqualTo(file);
    assertThat(locator().find(file.toString())).contains(file);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> locate("hf://o"))
        .withMessageContaining("hf://OWNER/REPO");
  }

  private void shards(String... names) {
    StringBuilder map = new StringBuilder();
    for (String name : names) {
      map.append(map.isEmpty() ? "" : ", ")
          .append("\"k.")
          .append(name)
          .append("\": \"")
          .append(name)
          .append('"')
          .append(", \"l.")
          .append(name)
          .append("\": \"")
          .append(name)
          .append('"');
    }
    servers.put(
        "o/s/main/model.safetensors.index.json",
        ("{\"metadata\": {}, \"weight_map\": {" + map + "}}").getBytes(StandardCharsets.UTF_8));
  }

  private void assertNothingKept() throws IOException {
    try (Stream<Path> files = Files.walk(kept(""))) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(file -> assertThat(file.toString()).endsWith(".lock"));
    }
  }

  private Path locate(String name) throws IOException {
    return locator().locate(name, listener);
  }

  private WeightsLocator locator() {
    return locator(servers.settings(null, null, false));
  }

  private WeightsLocator locator(HubSettings hub) {
    return new WeightsLocator(places(hub), new Downloader(IMPATIENT));
  }

  private WeightsPlaces places(HubSettings hub) {
    return WeightsPlaces.of(Optional.empty(), temp.resolve("djl"), false)
        .with(hub, new SharedCaches(hub.cache(), List.of(), List.of()));
  }

  private Path kept(String path) {
    return temp.resolve("djl/cache/mpvit/hub").resolve(path).toAbsolutePath();
  }

  private static Path put(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }
}
