/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.zoo.fetch.Downloader;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.fetch.WeightsPlaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "models.md");
  private static final boolean WRITE = Boolean.getBoolean("mpvit.write.docs");

  @Test
  void thePageIsThatOfTheCards(@TempDir Path cache) throws IOException {
    WeightsLocator locator =
        new WeightsLocator(WeightsPlaces.of(Optional.empty(), cache, true), new Downloader());
    String page = ModelsPage.of(ModelCards.published(), locator::source);
    if (WRITE) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/models.md is stale; the command at its top writes it anew")
        .isEqualTo(page);
  }
}
