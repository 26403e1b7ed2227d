/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.detection.training.DetectionSource;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.training.loop.TrainingDivergedException;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.DetectionData;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.TrainingDefaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the head: a loss that is no number ends the training with its step and a remedy. */
class DivergingTrainingTest {

  private static final int SIDE = 64;
  private static final double RATE = 1e30;
  private static final int STEPS = 5;

  @TempDir private static Path scenes;
  @TempDir private Path out;

  @BeforeAll
  static void draw() throws Exception {
    SceneGenerator generator = new SceneGenerator(new ImageSize(SIDE, SIDE), 1);
    new ShapesDataset(generator, ShapesDataset.Format.PNG).write(scenes, 2, WorkListener.NONE);
    for (String name : new String[] {"one", "three"}) {
      Path folder = Files.createDirectories(scenes.resolve("folders").resolve(name));
      ImageWriter.write(generator.scene(name.length()).picture(), folder.resolve("1.png"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mpvit_tiny",
        "upernet_mpvit_pico_shapes",
        "retinanet_mpvit_tiny_1x",
        "retinanet_dpt_tiny_1x",
        "mask_rcnn_mpvit_pico_shapes",
        "faster_rcnn_r50_fpn_1x",
        "cascade_mask_rcnn_mvitv2_t_3x",
        "deformable_detr_mpvit_pico_shapes",
        "deformable_detr_r50_two_stage_hf"
      })
  void theStepAndARemedyAreNamed(String name) {
    ModelCard card = ModelCards.published().get(name);
    assertThatExceptionOfType(TrainingDivergedException.class)
        .isThrownBy(() -> train(card))
        .withMessageMatching("step [2-5]: .+; a lower learning rate or a longer warm-up may help");
  }

  private void train(ModelCard card) throws Exception {
    if (Presets.of(card).trainer(card) instanceof DetectorTrainer<?> trainer) {
      detector(trainer);
      return;
    }
    Path data = card.task() == Task.CLASSIFICATION ? scenes.resolve("folders") : scenes;
    TrainingRunBuilder plan =
        TrainingRun.of(card, data, out).iterations(STEPS).batch(2).rate(RATE).log(line -> {});
    if (card.task() == Task.SEMANTIC_SEGMENTATION) {
      plan.crop(SIDE);
    }
    plan.build().run();
  }

  /** By the recipe, but for the size of the pictures. */
  private void detector(DetectorTrainer<?> trainer) throws Exception {
    DetectionData data = trainer.read(scenes, line -> {});
    DetectorTraining made = trainer.plan().of(data.labels().size(), Optional.empty());
    TrainingDefaults defaults = made.defaults();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      made.network().initialize(manager, DataType.FLOAT32);
      DetectionSource source =
          new DetectionSource(
              data.found().pictures(),
              trainer.masks(),
              DetectionAugmentation.resizeAndFlip(new ShortestEdgeResize(SIDE, SIDE)),
              made.transform(),
              2,
              0,
              line -> {});
      TrainingLoop.of(
              made.network(),
              made.objective(),
              source,
              defaults.recipe().apply(defaults.schedule().of(RATE, STEPS)))
          .iterations(STEPS)
          .build(manager)
          .run();
    }
  }
}
