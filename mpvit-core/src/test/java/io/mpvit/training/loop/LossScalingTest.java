/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.ops.LossOps;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What float16 adds to the loop, shown in float32, because only GPUs train in float16. */
class LossScalingTest {

  /** The largest scale that does not overflow, about; what is beyond is infinite on its way. */
  private static final float LIMIT = 10000;

  @TempDir private Path folder;

  /** Remembers the steps. */
  private static final class Steps implements TrainingListener {
    private final List<StepReport> reports = new ArrayList<>();

    @Override
    public void step(StepReport report) {
      reports.add(report);
    }
  }

  private static List<StepReport> run(boolean scaled) throws Exception {
    Steps steps = new Steps();
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingLoopBuilder<ToyTraining.Batch> plan =
          ToyTraining.plan(manager).listeners(List.of(steps));
      (scaled ? plan.scalingLoss() : plan).build(manager).run();
    }
    return steps.reports;
  }

  @Test
  void aScaledLossLeadsToTheSameSteps() throws Exception {
    List<StepReport> plain = run(false);
    List<StepReport> scaled = run(true);
    for (int i = 0; i < plain.size(); i++) {
      // The scale is a power of two, so not even rounding differs.
      assertThat(scaled.get(i).loss()).isEqualTo(plain.get(i).loss());
      assertThat(scaled.get(i).gradientNorm()).isCloseTo(plain.get(i).gradientNorm(), within(1e-6));
    }
  }

  /** Multiplies gradients on their way, the last factor first. */
  private static TrainingLoopBuilder<ToyTraining.Batch> overflowing(
      NDManager manager, float... factors) {
    ToyTraining.Network network = new ToyTraining.Network();
    ReferenceWeights.fill(network, manager);
    ToyTraining.Goal goal = new ToyTraining.Goal(network);
    Objective<ToyTraining.Batch> objective =
        (pass, batch) -> {
          NDArray loss = goal.losses(pass, batch).total();
          for (float factor : factors) {
            loss = LossOps.scaleGradient(loss, factor);
          }
          return new Losses(Map.of("loss_cls", loss));
        };
    return TrainingLoop.of(network, objective, new ToyTraining.Source(), ToyTraining.recipe())
        .iterations(12)
        .scalingLoss();
  }

  @Test
  void stepsThatOverflowAreNotTakenAndTheCheckpointKeepsTheScale() throws Exception {
    Steps steps = new Steps();
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
      TrainingLoopBuilder<ToyTraining.Batch> plan =
          overflowing(manager, LIMIT / Float.MAX_VALUE, Float.MAX_VALUE / LIMIT);
      float[] before = plan.network.stateEntries().get(0).parameter().getArray().toFloatArray();
      List<float[]> weights = new ArrayList<>();
      TrainingListener looking =
          new TrainingListener() {
            @Override
            public void step(StepReport report) {
              weights.add(plan.network.stateEntries().get(0).parameter().getArray().toFloatArray());
            }
          };
      plan.checkpoints(checkpoints, 6)
          .listeners(List.of(steps, looking, new MetricsFiles(folder)))
          .build(manager)
          .run();
      // 65536, 32768 and 16384 are too much.
      for (int i = 0; i < 3; i++) {
        assertThat(steps.reports.get(i).gradientNorm()).isNaN();
        assertThat(weights.get(i)).isEqualTo(before);
      }
      assertThat(weights.get(3)).isNotEqualTo(before);
      assertThat(steps.reports.subList(3, 12)).allMatch(r -> Double.isFinite(r.gradientNorm()));
      TrainingPosition position =
          CheckpointFolder.read(checkpoints.newest().orElseThrow()).orElseThrow();
      assertThat(position.lossScale()).isEqualTo(Map.of("loss_scale", 8192.0, "good_steps", 9.0));
    }
    List<String> lines = Files.readAllLines(folder.resolve(MetricsFiles.JSON_LINES));
    assertThat(lines.get(0)).doesNotContain("gradient_norm");
    assertThat(lines.get(3)).contains("gradient_norm");
  }

  @Test
  void endsWhenNoScaleHelps() {
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingLoop<ToyTraining.Batch> loop =
          overflowing(manager, Float.MAX_VALUE, Float.MAX_VALUE).iterations(100).build(manager);
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(loop::run)
          .withMessageContaining("step 37: gradient norm");
    }
  }

  @Test
  void float16IsForGpus() {
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingLoopBuilder<ToyTraining.Batch> plan =
          ToyTraining.plan(manager).precision(Precision.FLOAT16);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> plan.build(manager))
          .withMessageContaining("needs a GPU");
    }
  }
}
