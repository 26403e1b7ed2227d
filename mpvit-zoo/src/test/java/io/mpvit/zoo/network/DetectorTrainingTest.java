/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.TorchBlock;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.schedule.WarmupSteps;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.KeyLayout;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.InitialWeights;
import io.mpvit.zoo.recipe.StartingPoint;
import io.mpvit.zoo.recipe.TrainingDefaults.Length;
import io.mpvit.zoo.testing.PresetConfigs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorTrainingTest {

  @TempDir private Path folder;

  private static final String BACKBONE = "backbone.bottom_up.backbone.";
  private static final ModelCard PICO = ModelCards.published().get("mask_rcnn_mpvit_pico_shapes");

  private static DetectorTraining training(String name, int classes) {
    ModelCard card = ModelCards.published().get(name);
    return training(card, classes, Optional.empty());
  }

  private static DetectorTraining training(ModelCard card, int classes, Optional<StateDict> start) {
    DetectorTrainer<?> trainer = (DetectorTrainer<?>) Presets.of(card).trainer(card);
    return trainer.plan().of(classes, start);
  }

  private static StateDict start(String model, TorchBlock source) {
    return PresetConfigs.start(model, BlockStateDict.of(source));
  }

  private static TorchBlock network(int classes, NDManager manager) {
    TorchBlock network = training(PICO.name(), classes).network();
    network.initialize(manager, DataType.FLOAT32);
    return network;
  }

  private static float[] values(TorchBlock network, String key) {
    return network.stateEntries().stream()
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .orElseThrow()
        .parameter()
        .getArray()
        .toFloatArray();
  }

  @Test
  void headsHaveTheDatasClassesAndTheRecipeIsTheCards() {
    DetectorTraining single = training("mask_rcnn_mpvit_tiny_1x", 3);
    assertThat(Presets.of(PICO).classes(single.network())).isEqualTo(3);
    assertThat(single.defaults().length()).isEqualTo(Length.iterations(90_000));
    assertThat(single.defaults().schedule().of(1e-4, 90_000))
        .isEqualTo(WarmupSteps.detectron1x(1e-4));
    assertThat(single.defaults().rateOf(4)).isEqualTo(2.5e-5);
    DetectorTraining longer = training("retinanet_mpvit_tiny_ms_3x", 3);
    assertThat(longer.defaults().length()).isEqualTo(Length.iterations(270_000));
    assertThat(longer.defaults().schedule().of(1e-4, 270_000))
        .isEqualTo(WarmupSteps.detectron3x(1e-4));
    assertThat(training("cascade_mask_rcnn_mpvit_small_ms_3x", 2).network()).isNotNull();
  }

  @Test
  void ofADetectorEverythingThatFitsIsTaken() throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock source = network(8, manager);
      ReferenceWeights.fill(source, manager);
      TorchBlock target = network(3, manager);
      String scores = "roi_heads.box_predictor.cls_score.weight";
      float[] fresh = values(target, scores);
      InitialWeights found =
          InitialWeights.load(target, BACKBONE, start(PICO.name(), source), manager);
      assertThat(found.fresh()).isEmpty();
      assertThat(found.misshaped())
          .contains(scores)
          .allMatch(key -> key.contains("predictor"))
          .hasSize(6);
      assertThat(values(target, scores)).isEqualTo(fresh);
      for (String key : List.of("backbone.fpn_lateral2.weight", "roi_heads.box_head.fc1.weight")) {
        assertThat(values(target, key)).isEqualTo(values(source, key));
      }
    }
  }

  @Test
  void classesGoToTheirPlaceByName() throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock source = network(3, manager);
      ReferenceWeights.fill(source, manager);
      StateDict plain = start(PICO.name(), source);
      Path named = folder.resolve("start.safetensors");
      CheckpointWriter.write(
          plain,
          named,
          WriteOptions.defaults()
              .withMetadata(ClassLabels.ofNames(List.of("a", "b", "c")).texts()));
      StateDict file = StateDict.open(named);
      TorchBlock target = network(2, manager);
      String scores = "roi_heads.box_predictor.cls_score.bias";
      String boxes = "roi_heads.box_predictor.bbox_pred.bias";
      float[] fresh = values(target, boxes);
      List<String> notes = new ArrayList<>();
      InitialWeights found = load(target, file, manager, notes, "c", "new");
      assertThat(found.misshaped()).isEmpty();
      assertThat(found.fresh()).isEmpty();
      assertThat(notes).singleElement().asString().contains("took 1 classes by name", "new");
      float[] there = values(source, scores);
      assertThat(values(target, scores)[0]).isEqualTo(there[2]);
      assertThat(values(target, scores)[2]).as("background").isEqualTo(there[3]);
      float[] boxesThere = values(source, boxes);
      assertThat(values(target, boxes))
          .containsExactly(
              boxesThere[8],
              boxesThere[9],
              boxesThere[10],
              boxesThere[11],
              fresh[4],
              fresh[5],
              fresh[6],
              fresh[7]);

      TorchBlock stranger = network(3, manager);
      float[] own = values(stranger, scores);
      notes.clear();
      load(stranger, file, manager, notes, "x", "y", "z");
      assertThat(values(stranger, scores)).isEqualTo(own);
      assertThat(notes).singleElement().asString().contains("none of the data's classes");

      notes.clear();
      load(stranger, plain, manager, notes, "x", "y", "z");
      assertThat(values(stranger, scores)).isEqualTo(there);
      assertThat(notes).singleElement().asString().contains("by position for x, y, z");
    }
  }

  private static InitialWeights load(
      TorchBlock target, StateDict file, NDManager manager, List<String> notes, String... classes)
      throws Exception {
    return InitialWeights.load(
        target,
        BACKBONE,
        file,
        ClassLabels.ofNames(List.of(classes)),
        count -> Optional.empty(),
        manager,
        notes::add);
  }

  @Test
  void ofAClassifierTheBackboneIsTaken() throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock source = new MPViTClassifier(MPViTConfig.pico(), 5);
      ReferenceWeights.fill(source, manager);
      TorchBlock target = network(8, manager);
      InitialWeights found =
          InitialWeights.load(target, BACKBONE, start(PICO.name(), source), manager);
      assertThat(found.misshaped()).isEmpty();
      assertThat(found.loaded()).allMatch(key -> key.startsWith("backbone.bottom_up.backbone."));
      assertThat(found.fresh())
          .contains("backbone.fpn_lateral2.weight")
          .noneMatch(key -> key.startsWith("backbone.bottom_up."));
      String stem = "stem.0.conv.weight";
      assertThat(values(target, "backbone.bottom_up.backbone." + stem))
          .isEqualTo(values(source, stem));
    }
  }

  @Test
  void ofADetectorAClassifierTakesTheBackbone() throws Exception {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock source = network(8, manager);
      ReferenceWeights.fill(source, manager);
      TorchBlock target = new MPViTClassifier(MPViTConfig.pico(), 5);
      target.initialize(manager, DataType.FLOAT32);
      StateDict own =
          StartingPoint.view(
              BlockStateDict.of(source), MPViTConfig.pico(), "", List.of(KeyLayout.OWN));
      InitialWeights found = InitialWeights.load(target, "", own, manager);
      assertThat(found.fresh()).containsExactly("cls_head.cls.weight", "cls_head.cls.bias");
      assertThat(found.misshaped()).isEmpty();
      String stem = "stem.0.conv.weight";
      assertThat(values(target, stem)).isEqualTo(values(source, BACKBONE + stem));
    }
  }

  @Test
  void theMlpWidthIsThatOfTheFile() throws Exception {
    MPViTConfig wide = MPViTConfig.pico().withMlpRatio(3);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock source = new MPViTClassifier(wide, 5);
      ReferenceWeights.fill(source, manager);
      StateDict file = start(PICO.name(), source);
      TorchBlock target = training(PICO, 8, Optional.of(file)).network();
      target.initialize(manager, DataType.FLOAT32);
      assertThat(InitialWeights.load(target, BACKBONE, file, manager).misshaped()).isEmpty();
    }
  }

  @Test
  void refusesAFileOfSomethingElse() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchBlock target = network(8, manager);
      StateDict other =
          StateDict.of("other.pth", Map.of("w", CheckpointTensor.of(new float[1], 1)));
      assertThatExceptionOfType(MalformedModelException.class)
          .isThrownBy(
              () ->
                  InitialWeights.load(
                      target, BACKBONE, PresetConfigs.start(PICO.name(), other), manager))
          .withMessageContaining("other.pth")
          .withMessageContaining("backbone");
    }
  }
}
