/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDManager;
import io.mpvit.backbone.mpvit.MPViT;
import io.mpvit.backbone.mpvit.MPViTConfig;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.augment.PhotometricDistortion;
import io.mpvit.segmentation.augment.SegmentationAugmentation;
import io.mpvit.segmentation.training.SegmentationBatch;
import io.mpvit.segmentation.training.SegmentationSource;
import io.mpvit.segmentation.training.TrainingFolder;
import io.mpvit.training.loop.CheckpointFolder;
import io.mpvit.training.loop.StepReport;
import io.mpvit.training.loop.TrainingListener;
import io.mpvit.training.loop.TrainingLoop;
import io.mpvit.training.loop.TrainingLoopBuilder;
import io.mpvit.training.loop.TrainingRecipe;
import io.mpvit.training.schedule.PolynomialDecay;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training with drop path, channel dropout, statistics of batches and random changes. */
class UperNetResumeTest {

  private static final int STEPS = 10;

  @TempDir private Path folder;

  @BeforeEach
  void makePictures() throws IOException {
    for (int n = 0; n < 5; n++) {
      String name = n + ".png";
      ImageWriter.write(
          ReferenceInputs.image("picture" + n, 40, 48),
          folder.resolve("data/images").resolve(name));
      short[] labels = new short[40 * 48];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (short) ((i / 8 + n) % 3);
      }
      new LabelMap(new ImageSize(40, 48), labels)
          .writePng(folder.resolve("data/labels").resolve(name));
    }
  }

  private TrainingLoopBuilder<SegmentationBatch> plan(NDManager manager) throws IOException {
    MPViTConfig backbone =
        new MPViTConfig(
            List.of(16, 16, 24, 24), List.of(1, 2, 1, 1), List.of(1, 1, 1, 1), 1, 8, 0.3f);
    UperNet network =
        new UperNet(
            new MPViT(backbone), new UperNetHeadConfig(3, 8, List.of(1, 2), "stage4", 8, 0.3f));
    ReferenceWeights.fill(network, manager);
    SegmentationSource source =
        new SegmentationSource(
            TrainingFolder.read(folder.resolve("data"), WorkListener.NONE),
            new SegmentationAugmentation(
                new KeepRatioResize(48, 40),
                0.75,
                1.5,
                new ImageSize(32, 32),
                0.75,
                PhotometricDistortion.published()),
            Normalization.DETECTRON2,
            3,
            7,
            line -> {
              throw new IllegalStateException(line);
            });
    PolynomialDecay rate = new PolynomialDecay(1e-3, STEPS, 1, 3, 1e-6);
    return TrainingLoop.of(
            network, new UperNetObjective(network), source, TrainingRecipe.segmentation(rate))
        .iterations(STEPS)
        .seed(11)
        .settings(Map.of("model", "toy"));
  }

  /** Remembers the losses and may fail at a step, as a full disk would make it. */
  private static final class Recorder implements TrainingListener {
    private final List<Map<String, Double>> losses = new ArrayList<>();
    private final long failAt;

    Recorder(long failAt) {
      this.failAt = failAt;
    }

    @Override
    public void step(StepReport report) throws IOException {
      losses.add(report.losses().parts());
      if (report.iteration() == failAt) {
        throw new IOException("enough");
      }
    }
  }

  private List<Map<String, Double>> train(String out, long failAt) throws Exception {
    Recorder recorder = new Recorder(failAt);
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(folder.resolve(out), 1)) {
      TrainingLoop<SegmentationBatch> loop =
          plan(manager).checkpoints(checkpoints, 3).listeners(List.of(recorder)).build(manager);
      if (failAt > 0) {
        assertThatExceptionOfType(IOException.class).isThrownBy(loop::run).withMessage("enough");
      } else {
        assertThat(loop.run()).isEqualTo(TrainingLoop.Ending.DONE);
      }
    }
    return recorder.losses;
  }

  @Test
  void aBrokenTrainingGoesOnLikeAnUnbrokenOne() throws Exception {
    List<Map<String, Double>> unbroken = train("unbroken", 0);
    assertThat(unbroken).hasSize(STEPS).doesNotHaveDuplicates();
    List<Map<String, Double>> first = train("broken", 8);
    assertThat(first).isEqualTo(unbroken.subList(0, 8));
    assertThat(train("broken", 0)).isEqualTo(unbroken.subList(6, STEPS));
    String last = "checkpoint-%08d".formatted(STEPS);
    for (String file : List.of(CheckpointFolder.MODEL, "optimizer.safetensors")) {
      assertThat(folder.resolve("broken").resolve(last).resolve(file))
          .hasSameBinaryContentAs(folder.resolve("unbroken").resolve(last).resolve(file));
    }
  }
}
