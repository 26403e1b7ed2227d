/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.nn.StateEntry;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.LearningRate;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.TrainingDefaults;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MViTv2RecipeTest {

  private static TrainingDefaults defaults(String model) {
    ModelCard card = ModelCards.published().get(model);
    DetectorTrainer<?> trainer = (DetectorTrainer<?>) Presets.of(card).trainer(card);
    return trainer.plan().of(80, Optional.empty()).defaults();
  }

  private static ParameterGroup group(TrainingRecipe recipe, String key) {
    StateEntry entry =
        Presets.all()
            .filter(preset -> preset.architecture().equals("cascade_mask_rcnn_mvitv2_t"))
            .findFirst()
            .orElseThrow()
            .build(Optional.empty())
            .stateEntries()
            .stream()
            .filter(e -> e.key().equals(key))
            .findFirst()
            .orElseThrow();
    return recipe.groups().stream().filter(g -> g.members().test(entry)).findFirst().orElseThrow();
  }

  @Test
  void theScheduleIsThePublishedOne() {
    TrainingDefaults defaults = defaults("cascade_mask_rcnn_mvitv2_b_in21k_3x");
    assertThat(defaults.batch()).isEqualTo(64);
    assertThat(defaults.length()).isEqualTo(TrainingDefaults.Length.iterations(67_500));
    LearningRate rate = defaults.schedule().of(defaults.rate(), 67_500);
    assertThat(rate).isEqualTo(new WarmupSteps(1.6e-4, 250, 0.001, List.of(52_500L, 62_500L), 0.1));
    TrainingDefaults large = defaults("cascade_mask_rcnn_mvitv2_l_in21k_lsj_50ep");
    assertThat(large.schedule().of(large.rate(), 92_187))
        .isEqualTo(new WarmupSteps(1e-4, 250, 0.001, List.of(81_944L, 88_773L), 0.1));
  }

  @Test
  void normsAndRelativePositionsAreNotDecayed() {
    TrainingDefaults defaults = defaults("mask_rcnn_mvitv2_t_3x");
    TrainingRecipe recipe = defaults.recipe().apply(defaults.schedule().of(1.6e-4, 1000));
    assertThat(recipe.maxNorm()).isInfinite();
    for (String key :
        List.of(
            "backbone.bottom_up.blocks.3.norm1.weight",
            "backbone.bottom_up.blocks.3.attn.norm_k.bias",
            "backbone.bottom_up.blocks.3.attn.rel_pos_w",
            "backbone.bottom_up.scale4_norm.bias",
            "roi_heads.box_head.1.conv2.norm.weight")) {
      assertThat(group(recipe, key).weightDecay()).as(key).isZero();
    }
    for (String key :
        List.of(
            "backbone.bottom_up.patch_embed.proj.bias",
            "backbone.bottom_up.blocks.3.attn.pool_q.weight",
            "backbone.bottom_up.blocks.3.mlp.fc1.bias",
            "roi_heads.box_head.1.conv2.weight")) {
      assertThat(group(recipe, key).weightDecay()).as(key).isEqualTo(0.1);
      assertThat(group(recipe, key).rateFactor()).as(key).isEqualTo(1);
    }
  }

  /** detectron2's rule for transformers; T has ten blocks. */
  @ParameterizedTest
  @CsvSource({
    "backbone.bottom_up.patch_embed.proj.weight, 11, 0.1",
    "backbone.bottom_up.blocks.0.attn.qkv.weight, 10, 0.1",
    "backbone.bottom_up.blocks.9.norm1.bias, 1, 0",
    "backbone.bottom_up.blocks.9.attn.rel_pos_h, 1, 0",
    "backbone.bottom_up.scale2_norm.weight, 0, 0",
    "backbone.fpn_lateral2.weight, 0, 0.1",
  })
  void lowerBlocksMayLearnMoreSlowly(String key, int power, double weightDecay) {
    MViTv2Recipe slow = new MViTv2Recipe(1.6e-4, 1000, List.of(), 0.8);
    TrainingDefaults defaults = slow.defaults(MViTv2Config.tiny());
    TrainingRecipe recipe = defaults.recipe().apply(defaults.schedule().of(1.6e-4, 1000));
    ParameterGroup group = group(recipe, key);
    assertThat(group.rateFactor()).isCloseTo(Math.pow(0.8, power), within(1e-12));
    assertThat(group.weightDecay()).isEqualTo(weightDecay);
  }
}
