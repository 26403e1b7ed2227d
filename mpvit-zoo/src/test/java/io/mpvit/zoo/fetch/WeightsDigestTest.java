/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsDigestTest {

  @TempDir private Path folder;

  private void shard(float value) throws Exception {
    CheckpointTensor tensor = CheckpointTensor.of(new float[] {value}, 1);
    CheckpointWriter.write(
        StateDict.of("shard", Map.of("a", tensor)), folder.resolve("one.safetensors"));
  }

  @Test
  void aFileHasItsOwnDigest() throws Exception {
    shard(1);
    Path file = folder.resolve("one.safetensors");
    assertThat(WeightsDigest.of(file)).isEqualTo(Sha256.of(file));
  }

  @Test
  void anIndexIsPinnedWithItsShards() throws Exception {
    Path index =
        Files.writeString(
            folder.resolve("model.safetensors.index.json"),
            "{\"weight_map\": {\"a\": \"one.safetensors\"}}");
    // Weights by the locator's rules, although they are text.
    assertThat(LocalWeights.require(index)).isEqualTo(index);
    assertThatThrownBy(() -> WeightsDigest.of(index))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one.safetensors");
    shard(1);
    String first = WeightsDigest.of(index);
    assertThat(first).matches("[0-9a-f]{64}").isEqualTo(WeightsDigest.of(index));
    shard(2);
    assertThat(WeightsDigest.of(index)).isNotEqualTo(first);
  }
}
