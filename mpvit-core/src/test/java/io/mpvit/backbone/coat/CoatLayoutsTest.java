/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoatLayoutsTest {

  /** There and back: the same tensors but for those that nothing reads, which become neutral. */
  @ParameterizedTest
  @CsvSource({"true, 382, 376", "false, 548, 546"})
  void timmLacksTheNormsThatNothingReads(boolean lite, int keys, int timmKeys) throws Exception {
    CoatConfig config = lite ? CoatConfig.liteSmall() : CoatConfig.small();
    try (NDManager manager = NDManager.newBaseManager()) {
      CoatClassifier network = new CoatClassifier(config, 1000);
      ReferenceWeights.fill(network, manager);
      Map<String, CheckpointTensor> own = BlockStateDict.of(network).tensors();
      KeyLayout timm = layout(config, "timm");

      Map<String, CheckpointTensor> file = timm.toFile(own);
      assertThat(own).hasSize(keys);
      assertThat(file).hasSize(timmKeys);
      assertThat(file.keySet()).contains("norm4.weight").doesNotContain("norm1.weight");
      assertThat(file.containsKey("norm2.weight")).isEqualTo(!lite);

      CoatClassifier loaded = load(config, timm.toNetwork(file), manager);
      for (StateEntry entry : loaded.stateEntries()) {
        float[] found = entry.parameter().getArray().toFloatArray();
        if (file.containsKey(entry.key())) {
          assertThat(found)
              .as(entry.key())
              .isEqualTo(own.get(entry.key()).toNDArray(manager).toFloatArray());
        } else {
          float[] neutral = new float[found.length];
          Arrays.fill(neutral, entry.key().endsWith("weight") ? 1 : 0);
          assertThat(found).as(entry.key()).isEqualTo(neutral);
        }
      }
    }
  }

  /** Files of safetensors hold tied tensors once, under any of their names. */
  @Test
  void aliasesMayBeMissing() throws Exception {
    CoatConfig config = CoatConfig.tiny();
    try (NDManager manager = NDManager.newBaseManager()) {
      CoatClassifier network = new CoatClassifier(config, 10);
      ReferenceWeights.fill(network, manager);
      Map<String, CheckpointTensor> once = new LinkedHashMap<>();
      Map<String, CheckpointTensor> last = new LinkedHashMap<>();
      Map<String, CheckpointTensor> own = BlockStateDict.of(network).tensors();
      Map<String, String> names = new LinkedHashMap<>();
      for (StateEntry entry : network.stateEntries()) {
        names.put(entry.canonicalKey(), entry.key());
      }
      names.forEach(
          (canonical, alias) -> {
            once.put(canonical, own.get(canonical));
            last.put(alias, own.get(canonical));
          });
      assertThat(once).hasSize(548 - 220);
      for (Map<String, CheckpointTensor> file : List.of(once, last)) {
        CoatClassifier loaded = load(config, file, manager);
        List<StateEntry> entries = loaded.stateEntries();
        for (StateEntry entry : entries) {
          assertThat(entry.parameter().getArray().toFloatArray())
              .as(entry.key())
              .isEqualTo(own.get(entry.key()).toNDArray(manager).toFloatArray());
        }
      }
    }
  }

  private static CoatClassifier load(
      CoatConfig config, Map<String, CheckpointTensor> tensors, NDManager manager)
      throws Exception {
    int classes = (int) tensors.get("head.weight").shape()[0];
    CoatClassifier network = new CoatClassifier(config, classes);
    new WeightLoader(LoadRules.strict()).load(network, StateDict.of("file", tensors), manager);
    return network;
  }

  private static KeyLayout layout(CoatConfig config, String name) {
    return CoatClassifier.layouts(config).stream()
        .filter(layout -> layout.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
