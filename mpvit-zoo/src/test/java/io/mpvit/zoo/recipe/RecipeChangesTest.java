/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.optimizer.Sgd;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.RecipeChanges.OptimizerName;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecipeChangesTest {

  private static final String BACKBONE_KEY = "backbone.bottom_up.backbone.stem.0.conv.weight";
  private static final String NORM_KEY = "backbone.bottom_up.backbone.stem.0.bn.weight";
  private static final String HEAD_KEY = "roi_heads.box_predictor.cls_score.weight";
  private static final TrainingRecipe ADAMW = TrainingRecipe.detection(step -> 1e-3);
  private static final TrainingRecipe SGD = TrainingRecipe.detectron2(step -> 1e-2);

  private final TorchBlock network = network("mask_rcnn_mpvit_pico_shapes");

  private static TorchBlock network(String name) {
    ModelCard card = ModelCards.published().get(name);
    DetectorTrainer<?> trainer = (DetectorTrainer<?>) Presets.of(card).trainer(card);
    return trainer.plan().of(3, Optional.empty()).network();
  }

  private ParameterGroup group(TrainingRecipe recipe, String key) {
    StateEntry entry =
        network.stateEntries().stream()
            .filter(found -> found.key().equals(key))
            .findFirst()
            .orElseThrow();
    return recipe.groups().stream()
        .filter(group -> group.members().test(entry))
        .findFirst()
        .orElseThrow();
  }

  private static RecipeChanges changes(
      OptimizerName optimizer, Double decay, Map<String, Double> factors) {
    return new RecipeChanges(Optional.ofNullable(optimizer), Optional.ofNullable(decay), factors);
  }

  @Test
  void nothingChangesUnlessAskedFor() {
    RecipeChanges none = changes(null, null, Map.of());
    assertThat(none.apply(ADAMW, network)).isEqualTo(ADAMW);
    assertThat(none.settings()).isEmpty();
    RecipeChanges same = changes(OptimizerName.ADAMW, null, Map.of());
    assertThat(same.needsRate(ADAMW)).isFalse();
    assertThat(same.apply(ADAMW, network)).isEqualTo(ADAMW);
  }

  @Test
  void partsLearnAtTheirRates() {
    TrainingRecipe changed =
        changes(null, null, Map.of("backbone", 0.1, "roi_heads", 2.0)).apply(SGD, network);
    assertThat(group(changed, BACKBONE_KEY).rateFactor()).isEqualTo(0.1);
    assertThat(group(changed, BACKBONE_KEY).weightDecay()).isEqualTo(1e-4);
    assertThat(group(changed, NORM_KEY).rateFactor()).isEqualTo(0.1);
    assertThat(group(changed, NORM_KEY).weightDecay()).isZero();
    assertThat(group(changed, HEAD_KEY).rateFactor()).isEqualTo(2);
    String pyramid = "backbone.fpn_lateral2.weight";
    assertThat(group(changed, pyramid).rateFactor()).as("not of the backbone itself").isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> changes(null, null, Map.of("head", 1.0)).apply(SGD, network))
        .withMessageContaining("no part head")
        .withMessageContaining("proposal_generator, roi_heads");
  }

  @Test
  void decaysWhatTheRecipeDecays() {
    TrainingRecipe changed = changes(null, 0.3, Map.of()).apply(SGD, network);
    assertThat(group(changed, BACKBONE_KEY).weightDecay()).isEqualTo(0.3);
    assertThat(group(changed, NORM_KEY).weightDecay()).isZero();
  }

  @Test
  void anotherOptimizerBringsItsOwnDecayAndNeedsItsOwnRate() {
    RecipeChanges toSgd = changes(OptimizerName.SGD, null, Map.of());
    assertThat(toSgd.needsRate(ADAMW)).isTrue();
    TrainingRecipe sgd = toSgd.apply(ADAMW, network);
    assertThat(sgd.settings()).isInstanceOf(Sgd.Settings.class);
    assertThat(group(sgd, BACKBONE_KEY).weightDecay()).isEqualTo(1e-4);
    assertThat(group(sgd, NORM_KEY).weightDecay()).isZero();
    assertThat(sgd.maxNorm()).isEqualTo(ADAMW.maxNorm());
    TrainingRecipe adam = changes(OptimizerName.ADAMW, 0.2, Map.of()).apply(SGD, network);
    assertThat(adam.settings()).isInstanceOf(AdamW.Settings.class);
    assertThat(group(adam, NORM_KEY).weightDecay()).isEqualTo(0.2);
  }
}
