/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.backbone.coat.CoatConfig;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.backbone.mvitv2.MViTv2Config;
import io.mpvit.nn.StateEntry;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {

  static List<ModelCard> cards() {
    return ModelCards.published().all();
  }

  @Test
  void everyPresetHasAModel() {
    List<String> wanted = cards().stream().map(ModelCard::architecture).distinct().toList();
    assertThat(Presets.all().map(Preset::architecture).toList())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  @ParameterizedTest
  @MethodSource("cards")
  void theBackboneIsWhereThePresetSaysItIs(ModelCard card) {
    Preset<?> preset = Presets.of(card);
    List<String> below =
        preset.build(Optional.empty()).stateEntries().stream().map(StateEntry::key).toList();
    List<String> own =
        preset.backbone().build().stateEntries().stream().map(StateEntry::key).toList();
    assertThat(below).containsAll(own.stream().map(key -> preset.backbonePrefix() + key).toList());
  }

  /** As the recipes have it (SPECs of detectron2, deformable_detr and upernet). */
  @ParameterizedTest
  @CsvSource({
    "retinanet_mpvit_tiny_1x, 0.1",
    "retinanet_mpvit_xs_1x, 0.1",
    "retinanet_mpvit_small_1x, 0.2",
    "retinanet_mpvit_base_1x, 0.4",
    "mask_rcnn_mpvit_tiny_1x, 0.1",
    "mask_rcnn_mpvit_xs_1x, 0.1",
    "mask_rcnn_mpvit_small_1x, 0.2",
    "mask_rcnn_mpvit_base_1x, 0.4",
    "cascade_mask_rcnn_mpvit_small_ms_3x, 0.2",
    "cascade_mask_rcnn_mpvit_base_ms_3x, 0.5",
    "deformable_detr_mpvit_small, 0",
    "upernet_mpvit_small, 0.2",
    "upernet_mpvit_base, 0.4",
    "mpvit_tiny, 0",
    "mpvit_xsmall, 0",
    "mpvit_small, 0.05",
    "mpvit_base, 0.3"
  })
  void theDropPathIsThatOfTheRecipe(String model, float rate) {
    MPViTConfig backbone = (MPViTConfig) Presets.of(ModelCards.published().get(model)).backbone();
    assertThat(backbone.dropPathRate()).isEqualTo(rate);
  }

  /** SPECs of mvitv2, section 2, and mvitv2_imagenet, section 1. */
  @ParameterizedTest
  @CsvSource({
    "mask_rcnn_mvitv2_t_3x, 0.2",
    "cascade_mask_rcnn_mvitv2_s_3x, 0.2",
    "cascade_mask_rcnn_mvitv2_b_3x, 0.4",
    "cascade_mask_rcnn_mvitv2_l_in21k_lsj_50ep, 0.5",
    "cascade_mask_rcnn_mvitv2_h_in21k_lsj_3x, 0.6",
    "mvitv2_t_in1k, 0.1",
    "mvitv2_s_in1k, 0.1",
    "mvitv2_b_in1k, 0.3",
    "mvitv2_l_in1k, 0.5"
  })
  void theDropPathOnMViTv2IsThatOfTheRecipe(String model, float rate) {
    MViTv2Config backbone = (MViTv2Config) Presets.of(ModelCards.published().get(model)).backbone();
    assertThat(backbone.dropPathRate()).isEqualTo(rate);
  }

  /** CoaT's rate is one for all blocks (SPEC of deformable_detr, section 10.4). */
  @ParameterizedTest
  @CsvSource({
    "deformable_detr_coat_lite_small, 0",
    "deformable_detr_coat_small, 0.2",
    "coat_lite_small, 0",
    "coat_small, 0"
  })
  void theDropPathOfCoat(String model, float rate) {
    CoatConfig backbone = (CoatConfig) Presets.of(ModelCards.published().get(model)).backbone();
    assertThat(backbone.dropPathRate()).isEqualTo(rate);
  }
}
