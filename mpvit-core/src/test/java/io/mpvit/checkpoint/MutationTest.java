/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.checkpoint.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged files end in a value or a clean failure, whatever byte is damaged. */
class MutationTest {
  /**
   * Files up to this size are cut and flipped at every byte, larger ones at evenly spread bytes.
   */
  private static final int POSITIONS = 160;

  @TempDir Path folder;

  static Stream<String> samples() {
    return Stream.of(
        "zip_old_rebuild.pth",
        "zip_deflated.pth",
        "zip_zip64_local.pth",
        "zip_torch2_rebuilds.pth",
        "zip_deit.pth",
        "legacy_storage_view.pth",
        "legacy_views.pth",
        "detectron2_p2.pkl",
        "detectron2_p5.pkl",
        "python2_blobs.pkl");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void cutAnywhereFailsCleanly(String name) throws IOException {
    byte[] whole = Fixtures.bytes(name);
    int failures = 0;
    int step = Math.max(1, whole.length / POSITIONS);
    for (int length = 0; length < whole.length; length += step) {
      failures += fails(Arrays.copyOf(whole, length), name) ? 1 : 0;
    }
    // Nothing that lacks its end can be complete.
    assertThat(failures).isEqualTo((whole.length + step - 1) / step);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void flippedByteGivesValueOrCleanFailure(String name) throws IOException {
    byte[] bytes = Fixtures.bytes(name);
    int failures = 0;
    int step = Math.max(1, bytes.length / POSITIONS);
    for (int at = 0; at < bytes.length; at += step) {
      for (int flip : new int[] {0x01, 0xff}) {
        bytes[at] ^= (byte) flip;
        failures += fails(bytes, name) ? 1 : 0;
        bytes[at] ^= (byte) flip;
      }
    }
    assertThat(failures).isPositive();
    assertThat(fails(bytes, name)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void flippedSafetensorsByteGivesValueOrCleanFailure(String name) throws Exception {
    Path original = folder.resolve("original.safetensors");
    try (StateDict weights = StateDict.open(Fixtures.named(name).path())) {
      CheckpointWriter.write(weights, original);
    }
    byte[] bytes = Files.readAllBytes(original);
    int failures = 0;
    for (int at = 0; at < Math.min(bytes.length, POSITIONS); at++) {
      bytes[at] ^= (byte) 0x11;
      failures += fails(bytes, "flipped.safetensors") ? 1 : 0;
      bytes[at] ^= (byte) 0x11;
      if (at < bytes.length - 1) {
        assertThat(fails(Arrays.copyOf(bytes, at), "cut.safetensors")).isTrue();
      }
    }
    assertThat(failures).isPositive();
    assertThat(fails(bytes, "whole.safetensors")).isFalse();
  }

  /** Reads everything; whatever is neither a value nor a clean failure passes through. */
  private boolean fails(byte[] bytes, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    try (StateDict weights = StateDict.open(file)) {
      FixtureChecker.readAll(weights);
      return false;
    } catch (CheckpointException e) {
      assertThat(e).hasMessageStartingWith(file + ": ");
      assertThat(e.reason()).isNotBlank();
      return true;
    }
  }
}
