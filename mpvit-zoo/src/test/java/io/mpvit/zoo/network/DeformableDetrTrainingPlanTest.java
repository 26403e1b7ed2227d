/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.detection.deformabledetr.DeformableDetr;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.image.ImageWriter;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.ParameterGroup;
import io.mpvit.training.schedule.LearningRate;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.DetectionData;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.FrozenParts;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.TrainingDefaults;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import io.mpvit.zoo.testing.PresetConfigs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a training of Deformable DETR begins with. */
class DeformableDetrTrainingPlanTest {

  private static final String SMALL = "deformable_detr_mpvit_small";
  private static final String PICO = "deformable_detr_mpvit_pico_shapes";
  private static final String BACKBONE = "backbone.0.backbone.";

  @TempDir private Path folder;

  private static DetectorTrainer<?> trainer(String name) {
    ModelCard card = ModelCards.published().get(name);
    return (DetectorTrainer<?>) Presets.of(card).trainer(card);
  }

  private static DetectorTraining training(String name, int classes, Optional<StateDict> start) {
    return trainer(name).plan().of(classes, start);
  }

  @Test
  void theRecipeIsThePublishedOne() {
    DetectorTraining made = training(SMALL, 3, Optional.empty());
    assertThat(((DeformableDetr) made.network()).config().classes()).isEqualTo(3);
    TrainingDefaults defaults = made.defaults();
    assertThat(defaults.length()).isEqualTo(Length.epochs(50));
    assertThat(defaults.rateOf(16)).isEqualTo(2e-4);
    LearningRate rate = defaults.schedule().of(2e-4, 1000);
    assertThat(List.of(rate.at(0), rate.at(799))).containsOnly(2e-4);
    assertThat(List.of(rate.at(800), rate.at(999))).containsOnly(2e-4 * 0.1);
    TrainingRecipe recipe = defaults.recipe().apply(rate);
    assertThat(recipe.maxNorm()).isEqualTo(0.1);
    assertThat(recipe.groups()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void ofADetectorTheVariantAndAllThatFitsIsTaken(Variant variant) throws Exception {
    DeformableDetrConfig pico = PresetConfigs.deformableDetr(PICO);
    try (NDManager manager = NDManager.newBaseManager()) {
      TorchBlock source =
          new DeformableDetr(
              pico.withHead(pico.head().withVariant(variant).withQueries(20).withClasses(5)));
      ReferenceWeights.fill(source, manager);
      StateDict file = PresetConfigs.start(PICO, BlockStateDict.of(source));
      DetectorTraining made = training(PICO, 3, Optional.of(file));
      DeformableDetr network = (DeformableDetr) made.network();
      assertThat(network.config().variant()).isEqualTo(variant);
      network.initialize(manager, DataType.FLOAT32);
      InitialWeights found = InitialWeights.load(network, made.backbone(), file, manager);
      assertThat(found.fresh()).isEmpty();
      assertThat(found.misshaped()).isNotEmpty().allMatch(key -> key.contains("class_embed"));
    }
  }

  @Test
  void ofAClassifierTheBackboneIsTaken() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      TorchBlock source = new MPViTClassifier(MPViTConfig.pico().withMlpRatio(3), 5);
      ReferenceWeights.fill(source, manager);
      StateDict file = PresetConfigs.start(PICO, BlockStateDict.of(source));
      DetectorTraining made = training(PICO, 8, Optional.of(file));
      made.network().initialize(manager, DataType.FLOAT32);
      InitialWeights found = InitialWeights.load(made.network(), made.backbone(), file, manager);
      assertThat(found.loaded()).isNotEmpty().allMatch(key -> key.startsWith(BACKBONE));
      assertThat(found.fresh()).noneMatch(key -> key.startsWith(BACKBONE));
      assertThat(found.misshaped()).isEmpty();
    }
  }

  /**
   * Of ResNet-50 the stem and the first stage do not learn, and no norm; of the others all does.
   */
  @ParameterizedTest
  @CsvSource({
    "deformable_detr_resnet50, 2, 39847265",
    "deformable_detr_r50_two_stage_hf, 2, 40959129",
    "deformable_detr_coat_lite_small, 0, 31728545",
    "deformable_detr_coat_small, 0, 33332681",
    "deformable_detr_mpvit_small, 0, 34448361"
  })
  void learnsWhatThePublishedOneLearns(String model, int frozen, long learned) {
    DetectorTraining made = training(model, 91, Optional.empty());
    assertThat(made.defaults().frozen()).isEqualTo(frozen);
    long constant =
        FrozenParts.of(made.network(), frozen).stream().mapToLong(TorchBlock::parameterCount).sum();
    assertThat(made.network().parameterCount() - constant).isEqualTo(learned);
    List<ParameterGroup> groups =
        made.defaults().recipe().apply(made.defaults().schedule().of(2e-4, 100)).groups();
    for (StateEntry entry : made.network().stateEntries()) {
      ParameterGroup group =
          groups.stream().filter(g -> g.members().test(entry)).findFirst().orElseThrow();
      boolean slow =
          entry.key().contains("backbone.0")
              || entry.key().contains("reference_points")
              || entry.key().contains("sampling_offsets");
      assertThat(group.rateFactor()).as(entry.key()).isEqualTo(slow ? 0.1 : 1);
      assertThat(group.weightDecay()).isEqualTo(1e-4);
    }
  }

  /** ImageNet's weights in the files in which they are published. */
  @ParameterizedTest
  @CsvSource({
    "deformable_detr_resnet50, resnet50_tv_v1",
    "deformable_detr_coat_lite_small, coat_lite_small",
    "deformable_detr_coat_small, coat_small"
  })
  void theBackboneComesFromItsClassifier(String detector, String classifier) throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      TorchBlock source = PresetConfigs.preset(classifier).build(Optional.empty());
      ReferenceWeights.fill(source, manager);
      StateDict file = PresetConfigs.start(detector, BlockStateDict.of(source));
      DetectorTraining made = training(detector, 5, Optional.of(file));
      made.network().initialize(manager, DataType.FLOAT32);
      InitialWeights found = InitialWeights.load(made.network(), made.backbone(), file, manager);
      assertThat(made.backbone()).startsWith("backbone.0.");
      assertThat(found.loaded()).allMatch(key -> key.startsWith(made.backbone()));
      assertThat(found.fresh()).isNotEmpty().noneMatch(key -> key.startsWith(made.backbone()));
      assertThat(found.misshaped()).isEmpty();
    }
  }

  @Test
  void onCocoItselfClassesAreItsIds() throws Exception {
    DetectionData data =
        (DetectionData)
            trainer(SMALL).read(data(CocoCategories.categories().items(), 90), line -> {});
    assertThat(data.labels()).isEqualTo(CocoLogits.categories().labels());
    assertThat(data.found().classes()).isEqualTo(91);
    assertThat(data.found().pictures().get(0).objects().get(0).classIndex()).isEqualTo(90);
  }

  @Test
  void onOtherDataClassesAreTheirCategories() throws Exception {
    List<Category> three = CocoCategories.categories().items().subList(10, 13);
    DetectionData data = (DetectionData) trainer(SMALL).read(data(three, 13), line -> {});
    assertThat(data.labels().names()).isEqualTo(three.stream().map(Category::name).toList());
    assertThat(data.found().pictures().get(0).objects().get(0).classIndex()).isEqualTo(1);
  }

  /** One picture with one object. */
  private Path data(List<Category> categories, int category) throws Exception {
    String entries =
        categories.stream()
            .map(c -> "{\"id\":%d,\"name\":\"%s\"}".formatted(c.id(), c.name()))
            .collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("instances.json"),
        """
        {"images": [{"id": 7, "file_name": "a.png", "width": 30, "height": 20}],
         "annotations": [{"id": 1, "image_id": 7, "category_id": %d, "iscrowd": 0,
                          "bbox": [1, 2, 10, 12], "area": 120}],
         "categories": [%s]}
        """
            .formatted(category, entries));
    ImageWriter.write(
        ReferenceInputs.image("a", 20, 30),
        Files.createDirectories(folder.resolve("images")).resolve("a.png"));
    return folder;
  }
}
