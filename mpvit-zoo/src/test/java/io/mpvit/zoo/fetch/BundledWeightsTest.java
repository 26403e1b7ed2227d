/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledWeightsTest {

  private static final String NAME = "mask_rcnn_mpvit_pico_shapes";

  private final ModelCard card = ModelCards.published().get(NAME);
  private final ModelCard other = ModelCards.published().get("mpvit_tiny");
  private final byte[] weights = DownloaderTest.weights(1);

  @TempDir private Path temp;
  private Path jar;
  private Path cache;

  @BeforeEach
  void putIntoTheJar() throws IOException {
    jar = Files.write(temp.resolve("in-the-jar"), weights);
    cache = temp.resolve("cache");
  }

  private URL resource(String name) {
    try {
      return name.equals("/io/mpvit/zoo/weights/" + NAME + ".safetensors")
          ? jar.toUri().toURL()
          : null;
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BundledWeights bundled() {
    return new BundledWeights(cache, this::resource);
  }

  private WeightsLocator locator(String setting) {
    WeightsPlaces places = WeightsPlaces.of(Optional.ofNullable(setting), temp, true);
    return new WeightsLocator(places, new Downloader(), new BundledWeights(cache, this::resource));
  }

  private Path locate(WeightsLocator locator) throws IOException {
    return locator.locate(card, Optional.empty(), ProgressListener.NONE);
  }

  @Test
  void copiedOnce() throws IOException {
    assertThat(bundled().has(card)).isTrue();
    assertThat(bundled().find(card)).isEmpty();
    Path copy = bundled().extract(card);
    assertThat(copy).startsWith(cache).hasFileName(NAME + ".safetensors").hasBinaryContent(weights);
    assertThat(bundled().find(card)).contains(copy);
    FileTime made = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(copy, made);
    assertThat(bundled().extract(card)).isEqualTo(copy);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(made);
    assertThat(copy.getParent()).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aDamagedCopyIsReplaced() throws IOException {
    Path copy = bundled().extract(card);
    byte[] damaged = weights.clone();
    damaged[weights.length / 2] ^= 1;
    Files.write(copy, damaged);
    assertThat(bundled().extract(card)).isEqualTo(copy).hasBinaryContent(weights);
  }

  @Test
  void anotherVersionHasItsOwnCopy() throws IOException {
    Path before = bundled().extract(card);
    byte[] newer = DownloaderTest.weights(2);
    Files.write(jar, newer);
    assertThat(bundled().find(card)).isEmpty();
    assertThat(bundled().extract(card)).isNotEqualTo(before).hasBinaryContent(newer);
    assertThat(before).hasBinaryContent(weights);
  }

  @Test
  void theLocatorNeedsNoNetwork() throws IOException {
    WeightsLocator locator = locator(null);
    assertThat(locator.isHere(card)).isTrue();
    assertThat(locator.isHere(other)).isFalse();
    assertThat(locate(locator)).hasBinaryContent(weights);
    assertThat(locate(locator("https://mirror.invalid/"))).hasBinaryContent(weights);
    assertThat(locator.find(card)).isPresent();
  }

  @Test
  void theUsersOwnFileComesFirst() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("folder"));
    assertThat(locate(locator(folder.toString()))).hasBinaryContent(weights);
    Path own = Files.write(folder.resolve(NAME + ".safetensors"), DownloaderTest.weights(3));
    assertThat(locate(locator(folder.toString()))).isEqualTo(own);
  }

  @Test
  void aCacheThatCannotBeWrittenIsExplained() throws IOException {
    Files.writeString(cache, "a file where the folder should be");
    assertThatThrownBy(() -> bundled().extract(card))
        .isInstanceOf(FetchException.class)
        .hasMessageContaining(cache.toString())
        .hasMessageContaining("DJL_CACHE_DIR");
  }
}
