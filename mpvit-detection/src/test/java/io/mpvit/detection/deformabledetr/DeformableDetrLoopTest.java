/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.DetrResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.ToyBackbone;
import io.mpvit.training.loop.BatchSource;
import io.mpvit.training.loop.BatchStream;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.training.loop.TrainingLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A small network with dropout in the training loop, on pictures of two sizes. */
class DeformableDetrLoopTest {

  private static final int STEPS = 6;

  @TempDir private Path folder;

  /** The picture and the object on it move from step to step. */
  private static final BatchSource<DetectionBatch> SOURCE =
      new BatchSource<>() {
        @Override
        public BatchStream<DetectionBatch> open(long position) {
          long[] at = {position};
          return manager -> batch(at[0]++, manager);
        }

        @Override
        public int samples(DetectionBatch made) {
          return made.truths().size();
        }
      };

  private static DetectionBatch batch(long step, NDManager manager) {
    DetectorTransform transform =
        new DetectorTransform(new DetrResize(64, 90), Normalization.IMAGENET, 1);
    List<RgbImage> pictures =
        List.of(
            ReferenceInputs.image("wide" + step, 64, 90),
            ReferenceInputs.image("square" + step, 64, 64));
    float left = 5 + step;
    return new DetectionBatch(
        transform.batch(pictures, manager),
        List.of(
            GroundTruth.of(new float[] {left, 10, 40, 50, 30, 5, 80, 60}, new int[] {1, 3}),
            GroundTruth.of(new float[0], new int[0])));
  }

  /** Runs the steps that are left; the engine's own chance has no part in it. */
  private List<Double> train(Variant variant, Path where, long failing, int engineSeed)
      throws Exception {
    Engine.getInstance().setRandomSeed(engineSeed);
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(StepReport report) throws IOException {
            losses.add(report.loss());
            if (report.iteration() == failing) {
              throw new IOException("enough");
            }
          }
        };
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(where, 2)) {
      DeformableDetr network = network(variant, manager);
      TrainingLoop.of(
              network,
              new DeformableDetrObjective(network, SetCriterion.published()),
              SOURCE,
              DeformableDetrRecipe.fromScratch(iteration -> 2e-3))
          .iterations(STEPS)
          .seed(7)
          .checkpoints(checkpoints, 2)
          .listeners(List.of(listener))
          .build(manager)
          .run();
    }
    return losses;
  }

  private static DeformableDetr network(Variant variant, NDManager manager) {
    DeformableDetrHeadConfig config =
        new DeformableDetrHeadConfig(
            List.of("stage3", "stage4", "stage5"),
            5,
            12,
            variant,
            new TransformerConfig(32, 4, 4, 2, 2, 2, 64, 0.1f));
    DeformableDetr network = new DeformableDetr(new ToyBackbone(8), "toy", config);
    network.initialize(manager, DataType.FLOAT32);
    ReferenceWeights.fill(network, manager);
    return network;
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void aResumedTrainingHasTheLossesOfAnUnbrokenOne(Variant variant) throws Exception {
    List<Double> unbroken = train(variant, folder.resolve("unbroken"), -1, 1);
    assertThat(unbroken).hasSize(STEPS).allMatch(Double::isFinite).doesNotHaveDuplicates();
    Path broken = folder.resolve("broken");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> train(variant, broken, 3, 2))
        .withMessage("enough");
    assertThat(train(variant, broken, -1, 3)).isEqualTo(unbroken.subList(2, STEPS));
  }
}
