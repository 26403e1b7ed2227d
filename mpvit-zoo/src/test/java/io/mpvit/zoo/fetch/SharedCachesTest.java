/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.zoo.card.PlaceKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedCachesTest {

  private static final Path HOME = Path.of("/home/me");

  @Test
  void foldersAreThoseOfTheirPrograms() {
    SharedCaches usual = caches(Map.of());
    assertThat(usual.torch()).containsExactly(HOME.resolve(".cache/torch/hub/checkpoints"));
    assertThat(usual.paths())
        .containsExactly(HOME.resolve(".torch/iopath_cache"), HOME.resolve(".torch/fvcore_cache"));
    SharedCaches other = caches(Map.of("TORCH_HOME", "/t", "FVCORE_CACHE", "/f"));
    assertThat(other.torch()).containsExactly(Path.of("/t/hub/checkpoints"));
    assertThat(other.paths()).containsExactly(Path.of("/f"));
    assertThat(caches(Map.of("XDG_CACHE_HOME", "/x")).torch())
        .containsExactly(Path.of("/x/torch/hub/checkpoints"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://h.example", "https://h.example/", "https://h.example/a/../../b.pkl"})
  void addressesWithoutAPlainPathAreInNoCache(String address) {
    assertThat(
            caches(Map.of()).find(TestCards.place(PlaceKind.AUTHOR, URI.create(address), "b.pkl")))
        .isEmpty();
  }

  private static SharedCaches caches(Map<String, String> variables) {
    return SharedCaches.of(
        Optional.empty(), name -> Optional.ofNullable(variables.get(name)), HOME);
  }
}
