/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.detection.training.DetectionSource;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.MetricsFiles;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.network.ModelMatcher;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.DetectionData;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.DetectorTraining;
import io.mpvit.zoo.recipe.FrozenParts;
import io.mpvit.zoo.recipe.TrainingDefaults;
import io.mpvit.zoo.testing.Representatives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A step of training by its own recipe, for every kind of head on every family of backbones. */
class TrainingContractTest {

  private static final int SIDE = 64;

  @TempDir private static Path scenes;
  @TempDir private Path out;

  static Stream<ModelCard> cards() {
    return Representatives.cards();
  }

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
  @MethodSource("cards")
  void oneStepGivesWeightsThatTheModelLoads(ModelCard card) throws Exception {
    Path weights =
        Presets.of(card).trainer(card) instanceof DetectorTrainer<?> trainer
            ? detector(trainer)
            : other(card);
    assertThat(Files.readAllLines(out.resolve("metrics.jsonl"))).hasSize(1);
    try (StateDict trained = StateDict.open(weights)) {
      assertThat(new ModelMatcher(ModelCards.published()).match(trained))
          .get()
          .satisfies(match -> assertThat(match.isWholeModel()).isTrue())
          .satisfies(match -> assertThat(match.cards()).contains(card));
    }
  }

  /** By the recipe, but for the size of the pictures: the published one takes a minute a step. */
  private Path detector(DetectorTrainer<?> trainer) throws Exception {
    DetectionData data = trainer.read(scenes, line -> {});
    DetectorTraining made = trainer.plan().of(data.labels().size(), Optional.empty());
    TrainingDefaults defaults = made.defaults();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        CheckpointFolder checkpoints = CheckpointFolder.open(out, 1)) {
      made.network().initialize(manager, DataType.FLOAT32);
      DetectionSource source =
          new DetectionSource(
              data.found().pictures(),
              trainer.masks(),
              DetectionAugmentation.resizeAndFlip(new ShortestEdgeResize(96, 160)),
              made.transform(),
              2,
              0,
              line -> {});
      TrainingRecipe recipe =
          defaults.recipe().apply(defaults.schedule().of(defaults.rateOf(2), 1));
      TrainingLoop.of(made.network(), made.objective(), source, recipe)
          .iterations(1)
          .constant(FrozenParts.of(made.network(), defaults.frozen()))
          .checkpoints(checkpoints, 1)
          .listeners(List.of(new MetricsFiles(out)))
          .build(manager)
          .run();
      return checkpoints.newest().orElseThrow().resolve(CheckpointFolder.MODEL);
    }
  }

  private Path other(ModelCard card) throws Exception {
    Path data = card.task() == Task.CLASSIFICATION ? scenes.resolve("folders") : scenes;
    TrainingRunBuilder plan =
        TrainingRun.of(card, data, out).iterations(1).batch(2).log(line -> {});
    if (card.task() == Task.SEMANTIC_SEGMENTATION) {
      plan.crop(SIDE);
    }
    TrainingRun run = plan.build();
    run.run();
    return run.weights();
  }
}
