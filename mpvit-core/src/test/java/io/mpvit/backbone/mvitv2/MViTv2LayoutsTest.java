/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of published files, there and back. */
class MViTv2LayoutsTest {

  private static final Map<String, MViTv2Config> CONFIGS =
      Map.of(
          "t", MViTv2Config.tinyClassifier(),
          "s", MViTv2Config.smallClassifier(),
          "b", MViTv2Config.baseClassifier(),
          "l", MViTv2Config.largeClassifier());

  private static KeyLayout layout(List<KeyLayout> layouts, String name) {
    return layouts.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  /** One number per tensor, so that tensors are told apart without their values. */
  private static Map<String, CheckpointTensor> tensors(TorchBlock block) {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (StateEntry entry : block.stateEntries()) {
      tensors.put(entry.key(), CheckpointTensor.of(new float[] {tensors.size()}, 1));
    }
    return tensors;
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "s", "b", "l"})
  void timmNamesEveryTensorThereAndBack(String variant) {
    MViTv2Config config = CONFIGS.get(variant);
    Map<String, CheckpointTensor> own = tensors(new MViTv2Classifier(config, 1000));
    KeyLayout timm = layout(MViTv2Layouts.classifier(config), "timm");
    Map<String, CheckpointTensor> file = timm.toFile(own);
    assertThat(file).hasSameSizeAs(own);
    assertThat(file.keySet()).noneMatch(key -> key.startsWith("blocks."));
    assertThat(timm.toNetwork(file)).isEqualTo(own);
    own.keySet().forEach(key -> assertThat(file.get(timm.fileKey(key))).isSameAs(own.get(key)));
  }

  @ParameterizedTest
  @CsvSource({
    "t, blocks.0.norm1.weight, stages.0.blocks.0.norm1.weight",
    "t, blocks.1.proj.bias, stages.1.blocks.0.shortcut_proj_attn.bias",
    "t, blocks.1.attn.proj.bias, stages.1.blocks.0.attn.proj.bias",
    "t, blocks.9.attn.rel_pos_h, stages.3.blocks.1.attn.rel_pos_h",
    "b, blocks.21.proj.weight, stages.3.blocks.0.shortcut_proj_attn.weight",
    "l, blocks.1.proj.weight, stages.0.blocks.1.shortcut_proj_mlp.weight",
    "l, blocks.43.mlp.fc2.weight, stages.2.blocks.35.mlp.fc2.weight",
    "l, head.projection.bias, head.fc.bias",
    "l, norm.weight, norm.weight",
    "s, patch_embed.proj.weight, patch_embed.proj.weight",
  })
  void timmCountsBlocksPerStage(String variant, String own, String timm) {
    KeyLayout layout = layout(MViTv2Layouts.classifier(CONFIGS.get(variant)), "timm");
    assertThat(layout.fileKey(own)).isEqualTo(timm);
  }

  @Test
  void anAxisOfTimeIsLeftOut() throws Exception {
    KeyLayout authors = layout(MViTv2Layouts.classifier(MViTv2Config.tinyClassifier()), "mvit");
    float[] values = {1, 2, 3, 4, 5, 6};
    CheckpointTensor filmed = CheckpointTensor.of(values, 3, 1, 1, 2, 1);
    CheckpointTensor still = CheckpointTensor.of(values, 3, 1, 2, 1);
    CheckpointTensor film = CheckpointTensor.of(values, 3, 1, 2, 1, 1);
    Map<String, CheckpointTensor> network =
        authors.toNetwork(
            Map.of("patch_embed.proj.weight", filmed, "norm.weight", still, "head.x", film));
    CheckpointTensor seen = network.get("patch_embed.proj.weight");
    assertThat(seen.shape()).containsExactly(3, 1, 2, 1);
    assertThat(seen.read()).isEqualTo(filmed.read());
    assertThat(seen.tieId()).isEqualTo(filmed.tieId());
    assertThat(network.get("norm.weight")).isSameAs(still);
    assertThat(network.get("head.x")).isSameAs(film);
  }

  /** Shapes of T, S and B agree; only the norms of a detector's maps are of no classifier. */
  @ParameterizedTest
  @ValueSource(strings = {"own", "mvit", "timm"})
  void aClassifierStartsADetector(String name) {
    MViTv2Config classifier = MViTv2Config.tinyClassifier();
    MViTv2 backbone = MViTv2Config.tiny().build();
    Map<String, CheckpointTensor> file = new LinkedHashMap<>();
    for (StateEntry e : new MViTv2Classifier(classifier, 2).stateEntries()) {
      int size = Math.toIntExact(e.parameter().getShape().size());
      file.put(e.key(), CheckpointTensor.of(new float[size], e.shape()));
    }
    file = layout(MViTv2Layouts.classifier(classifier), name).toFile(file);
    Map<String, CheckpointTensor> found =
        layout(MViTv2Config.tiny().layouts(), name).toNetwork(file);
    for (StateEntry entry : backbone.stateEntries()) {
      if (entry.key().startsWith("scale")) {
        assertThat(found).doesNotContainKey(entry.key());
      } else {
        assertThat(found.get(entry.key()).shape()).as(entry.key()).isEqualTo(entry.shape());
      }
    }
    if (!name.equals("own")) {
      assertThat(found.keySet()).noneMatch(key -> key.startsWith("head."));
    }
  }
}
