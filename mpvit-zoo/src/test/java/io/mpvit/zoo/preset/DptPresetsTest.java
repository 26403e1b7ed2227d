/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mpvit.backbone.dpt.DptConfig;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.augment.GeometryStep;
import io.mpvit.image.ImageSize;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.LearningRate;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.card.PlaceKind;
import io.mpvit.zoo.card.Score;
import io.mpvit.zoo.network.ModelMatcher;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.recipe.TrainingDefaults;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the zoo knows of the detectors on DPT. */
class DptPresetsTest {

  private static final ModelCards CARDS = ModelCards.published();

  static List<ModelCard> cards() {
    return CARDS.all().stream().filter(card -> card.backbone().startsWith("dpt_")).toList();
  }

  @Test
  void thereAreTwelve() {
    assertThat(cards()).hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("cards")
  void weightsAskForAClick(ModelCard card) {
    assertThat(card.places()).singleElement().matches(place -> place.kind() == PlaceKind.MANUAL);
    assertThat(((DptConfig) Presets.of(card).backbone()).dropPathRate()).isEqualTo(0.1f);
  }

  @ParameterizedTest
  @CsvSource({
    "retinanet_dpt_tiny_1x, 24888378, 39.5, APl, 52.2",
    "retinanet_dpt_tiny_ms_3x, 24888378, 41.2, APl, 53.9",
    "retinanet_dpt_small_1x, 36144954, 42.5, APl, 56.9",
    "retinanet_dpt_small_ms_3x, 36144954, 43.3, APl, 58.5",
    "retinanet_dpt_medium_1x, 55867194, 43.3, APl, 58.6",
    "retinanet_dpt_medium_ms_3x, 55867194, 43.7, APl, 58.4",
    "mask_rcnn_dpt_tiny_1x, 34805814, 40.2, mask_AP, 37.7",
    "mask_rcnn_dpt_tiny_ms_3x, 34805814, 42.2, mask_AP, 39.4",
    "mask_rcnn_dpt_small_1x, 46062390, 43.1, mask_AP, 39.9",
    "mask_rcnn_dpt_small_ms_3x, 46062390, 44.4, mask_AP, 41.0",
    "mask_rcnn_dpt_medium_1x, 65784630, 43.8, mask_AP, 40.3",
    "mask_rcnn_dpt_medium_ms_3x, 65784630, 44.3, mask_AP, 40.7"
  })
  void numbersAreThePublishedOnes(
      String model, long parameters, double boxAp, String other, double percent) {
    ModelCard card = CARDS.get(model);
    assertThat(card.parameters()).isEqualTo(parameters);
    assertThat(card.scores().get(0)).isEqualTo(new Score("box_AP", boxAp));
    assertThat(card.score(other)).contains(new Score(other, percent));
    assertThat(card.scores()).hasSize(6);
  }

  private static DetectorRecipe recipe(ModelCard card) {
    return Presets.of(card) instanceof RetinaNetPreset preset
        ? preset.recipe()
        : ((MaskRcnnPreset) Presets.of(card)).recipe();
  }

  /** An epoch of COCO in batches of 16 has 7330 steps. */
  @ParameterizedTest
  @CsvSource({
    "retinanet_dpt_small_1x, 1e-4, 12, 58640, 80630",
    "retinanet_dpt_small_ms_3x, 1e-4, 36, 205240, 249220",
    "mask_rcnn_dpt_tiny_1x, 2e-4, 12, 58640, 80630",
    "mask_rcnn_dpt_tiny_ms_3x, 2e-4, 36, 205240, 249220"
  })
  void theRecipeIsThePublishedOne(
      String model, double rate, int epochs, long firstFall, long secondFall) {
    TrainingDefaults defaults = recipe(CARDS.get(model)).defaults().apply(CARDS.get(model));
    assertThat(defaults.batch()).isEqualTo(16);
    assertThat(defaults.rate()).isEqualTo(rate);
    assertThat(defaults.length()).isEqualTo(TrainingDefaults.Length.epochs(epochs));
    LearningRate rates = defaults.schedule().of(rate, 7330L * epochs);
    assertThat(rates.at(0)).isCloseTo(rate / 1000, within(1e-12));
    assertThat(rates.at(499)).isLessThan(rate);
    assertThat(rates.at(500)).isEqualTo(rate);
    assertThat(rates.at(firstFall - 1)).isEqualTo(rate);
    assertThat(rates.at(firstFall)).isCloseTo(rate / 10, within(1e-12));
    assertThat(rates.at(secondFall - 1)).isCloseTo(rate / 10, within(1e-12));
    assertThat(rates.at(secondFall)).isCloseTo(rate / 100, within(1e-12));
    TrainingRecipe steps = defaults.recipe().apply(rates);
    assertThat(steps.settings()).isEqualTo(AdamW.Settings.DEFAULT);
    assertThat(steps.groups()).isEqualTo(List.of(ParameterGroup.all(1e-4)));
    assertThat(steps.maxNorm()).isInfinite();
    assertThat(recipe(CARDS.get(model)).emptyPictures()).isFalse();
  }

  @Test
  void manySizesBelongToThreeTimesTheSchedule() {
    assertThat(shortSides("retinanet_dpt_small_1x")).containsExactly(800);
    assertThat(shortSides("retinanet_dpt_small_ms_3x"))
        .containsExactlyInAnyOrder(640, 672, 704, 736, 768, 800);
  }

  private static Set<Integer> shortSides(String model) {
    ModelCard card = CARDS.get(model);
    DetectionAugmentation augmentation = recipe(card).augmentation().apply(card);
    Set<Integer> sides = new HashSet<>();
    Random random = new Random(0);
    for (int i = 0; i < 200; i++) {
      ImageSize size = new ImageSize(600, 800);
      for (GeometryStep step : augmentation.draw(size, random)) {
        size = step instanceof GeometryStep.Resize resize ? resize.to() : size;
      }
      sides.add(size.shortSide());
    }
    return sides;
  }

  @ParameterizedTest
  @CsvSource({"retinanet_dpt_tiny_1x", "mask_rcnn_dpt_tiny_1x"})
  void readsFilesOfMmdetection(String model, @TempDir Path folder) throws Exception {
    ModelCard card = CARDS.get(model);
    Preset<?> preset = Presets.of(card);
    KeyLayout layout = preset.layouts().get(1);
    Path file = folder.resolve(card.weightsFileName());
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock network = preset.build(Optional.empty());
      ReferenceWeights.fill(network, manager);
      Map<String, CheckpointTensor> tensors = layout.toFile(BlockStateDict.of(network).tensors());
      assertThat(tensors).containsKey("backbone.patch_embed2.box_coder.wh_bias");
      CheckpointWriter.write(
          StateDict.of("mmdetection", tensors),
          file,
          WriteOptions.defaults().withRootEntry("state_dict"));
      TorchBlock read = NetworkLoader.load(card, file, manager);
      for (int i = 0; i < network.stateEntries().size(); i++) {
        StateEntry wanted = network.stateEntries().get(i);
        StateEntry found = read.stateEntries().get(i);
        assertThat(found.key()).isEqualTo(wanted.key());
        assertThat(found.parameter().getArray()).isEqualTo(wanted.parameter().getArray());
      }
      try (StateDict opened = StateDict.open(file)) {
        assertThat(new ModelMatcher(CARDS).match(opened))
            .get()
            .satisfies(match -> assertThat(match.isWholeModel()).isTrue())
            .satisfies(match -> assertThat(match.layout()).isEqualTo("mmdetection"))
            .satisfies(match -> assertThat(match.cards()).contains(card));
      }
    }
  }
}
