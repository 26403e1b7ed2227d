/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The state dict that a published model's checkpoint holds: keys in order, dtypes, shapes and ties.
 */
public final class Manifest {

  private Manifest() {}

  /** Asserts that a block's own list of keys is the manifest's. */
  public static void assertMatches(String resource, TorchBlock block) {
    assertThat(block.stateEntries().stream().map(Manifest::line).toList())
        .as("state dict of " + block.getClass().getSimpleName() + " against " + resource)
        .isEqualTo(lines(resource));
  }

  /**
   * Asserts that a block's own list of keys is that part of the manifest whose keys have a prefix,
   * which the block's keys have not.
   */
  public static void assertPartMatches(String resource, String prefix, TorchBlock block) {
    assertThat(block.stateEntries().stream().map(Manifest::line).toList())
        .as("state dict of " + block.getClass().getSimpleName() + " against " + resource)
        .isEqualTo(
            lines(resource).stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList());
  }

  private static String line(StateEntry entry) {
    String shape =
        Arrays.stream(entry.shape()).mapToObj(Long::toString).collect(Collectors.joining(","));
    return String.join(
        "\t",
        entry.key(),
        entry.dataType().name().toLowerCase(java.util.Locale.ROOT),
        shape,
        entry.isAlias() ? entry.canonicalKey() : "");
  }

  private static List<String> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Manifest.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .skip(1)
          .map(line -> String.join("\t", Arrays.copyOf(line.split("\t", -1), 4)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
