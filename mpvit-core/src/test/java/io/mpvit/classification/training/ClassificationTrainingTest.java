/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.backbone.mpvit.MPViTClassifier;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.classification.ClassScores;
import io.mpvit.classification.ImageClassifier;
import io.mpvit.classification.evaluation.ImageFolder;
import io.mpvit.image.ImageNetTransform;
import io.mpvit.image.ImageReader;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.training.loop.TrainingLoopBuilder;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.ParameterGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationTrainingTest {

  private static final int SIDE = 32;
  private static final MPViTConfig SMALL =
      new MPViTConfig(List.of(8, 16, 16, 24), List.of(1, 2, 1, 1), List.of(1, 1, 2, 1), 2, 8, 0.1f);

  @TempDir private Path folder;
  private ImageFolder pictures;

  @BeforeEach
  void draw() throws IOException {
    pictures = DrawnClasses.draw(folder.resolve("data"), 4);
  }

  private static MPViTClassifier network(NDManager manager) {
    Engine.getInstance().setRandomSeed(1);
    MPViTClassifier network = new MPViTClassifier(SMALL, DrawnClasses.NAMES.size());
    network.initialize(manager, DataType.FLOAT32);
    return network;
  }

  private TrainingLoopBuilder<ClassificationBatch> plan(
      MPViTClassifier network, ClassificationChanges changes, int batch, double rate) {
    return TrainingLoop.of(
            network,
            new ClassificationObjective(network),
            new ClassificationSource(pictures, changes, batch, 3, line -> {}),
            new TrainingRecipe(
                time -> rate,
                List.of(ParameterGroup.vectors(0), ParameterGroup.all(0.05)),
                AdamW.Settings.DEFAULT,
                Double.POSITIVE_INFINITY,
                1,
                0))
        .seed(5);
  }

  /** Remembers losses; fails after a step, as a killed process would end. */
  private record Losses(List<Double> values, long last) implements TrainingListener {
    @Override
    public void step(StepReport report) throws IOException {
      values.add(report.loss());
      if (report.iteration() == last) {
        throw new IOException("enough");
      }
    }
  }

  @Test
  void aFewPicturesAreLearnedByHeart() throws Exception {
    Losses losses = new Losses(new ArrayList<>(), Long.MAX_VALUE);
    try (NDManager manager = NDManager.newBaseManager()) {
      MPViTClassifier network = network(manager);
      plan(network, ClassificationChanges.none(SIDE), 12, 3e-3)
          .iterations(60)
          .listeners(List.of(losses))
          .build(manager)
          .run();
      network.freeze();
      assertThat(losses.values().get(0)).isBetween(0.8, 1.6);
      assertThat(losses.values().get(59)).isLessThan(0.1);
      List<RgbImage> images = new ArrayList<>();
      for (ImageFolder.Picture picture : pictures.pictures()) {
        Path file = pictures.folder().resolve(picture.file());
        images.add(ImageReader.read(file, Orientation.AS_STORED));
      }
      List<ClassScores> scores =
          new ImageClassifier(network, new ImageNetTransform(SIDE)).classify(images, manager);
      long right = 0;
      for (int i = 0; i < scores.size(); i++) {
        int best = scores.get(i).top(1).get(0).classIndex();
        right += best == pictures.pictures().get(i).folderIndex() ? 1 : 0;
      }
      assertThat(right).as("of 12, with the running statistics").isGreaterThanOrEqualTo(11);
    }
  }

  @Test
  void aKilledTrainingGoesOnWithTheLossesOfAnUnbrokenOne() throws Exception {
    Losses whole = new Losses(new ArrayList<>(), Long.MAX_VALUE);
    train(folder.resolve("whole"), whole);
    Losses first = new Losses(new ArrayList<>(), 5);
    Path out = folder.resolve("killed");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> train(out, first))
        .withMessage("enough");
    Losses rest = new Losses(new ArrayList<>(), Long.MAX_VALUE);
    train(out, rest);
    assertThat(first.values()).isEqualTo(whole.values().subList(0, 5));
    assertThat(rest.values()).isEqualTo(whole.values().subList(3, 8));
  }

  private void train(Path out, Losses losses) throws Exception {
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(out, 1)) {
      plan(network(manager), ClassificationChanges.published(SIDE), 5, 1e-3)
          .iterations(8)
          .checkpoints(checkpoints, 3)
          .listeners(List.of(losses))
          .build(manager)
          .run();
    }
  }
}
