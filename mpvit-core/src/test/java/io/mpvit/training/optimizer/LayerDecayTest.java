/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.nn.StateEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerDecayTest {

  private static final List<ParameterGroup> GROUPS =
      List.of(ParameterGroup.vectors(0), new ParameterGroup(entry -> true, 0.5, 0.1));

  private static int layer(StateEntry entry) {
    return entry.key().startsWith("patch_embed.") ? 0 : entry.key().startsWith("blocks.0.") ? 1 : 2;
  }

  private static ParameterGroup first(List<ParameterGroup> groups, String key) {
    StateEntry entry =
        MViTv2Config.tiny().build().stateEntries().stream()
            .filter(e -> e.key().equals(key))
            .findFirst()
            .orElseThrow();
    return groups.stream().filter(group -> group.members().test(entry)).findFirst().orElseThrow();
  }

  @Test
  void everyLayerBelowLearnsMoreSlowly() {
    List<ParameterGroup> split = new LayerDecay(0.7, 1, LayerDecayTest::layer).split(GROUPS);
    assertThat(first(split, "patch_embed.proj.bias").rateFactor()).isCloseTo(0.49, within(1e-12));
    assertThat(first(split, "patch_embed.proj.bias").weightDecay()).isZero();
    ParameterGroup embedding = first(split, "patch_embed.proj.weight");
    assertThat(embedding.rateFactor()).isCloseTo(0.245, within(1e-12));
    assertThat(embedding.weightDecay()).isEqualTo(0.1);
    assertThat(first(split, "blocks.0.norm1.weight").rateFactor()).isCloseTo(0.7, within(1e-12));
    assertThat(first(split, "blocks.1.norm1.weight").rateFactor()).isEqualTo(1);
    assertThat(first(split, "blocks.1.mlp.fc1.weight").rateFactor()).isEqualTo(0.5);
  }

  @Test
  void withoutDecayTheGroupsStay() {
    assertThat(new LayerDecay(1, 1, LayerDecayTest::layer).split(GROUPS)).isEqualTo(GROUPS);
  }

  @Test
  void refusesOtherNumbers() {
    for (double decay : new double[] {0, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new LayerDecay(decay, 1, LayerDecayTest::layer))
          .withMessageContaining("decay");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LayerDecay(1, 0, LayerDecayTest::layer))
        .withMessageContaining("layer");
  }
}
