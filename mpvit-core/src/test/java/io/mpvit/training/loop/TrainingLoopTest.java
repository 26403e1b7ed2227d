/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.loop.ToyTraining.Batch;
import io.mpvit.training.loop.ToyTraining.Losing;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {

  @TempDir private Path folder;

  private static Losing unbroken() throws Exception {
    Losing losing = new Losing();
    try (NDManager manager = NDManager.newBaseManager()) {
      ToyTraining.plan(manager).listeners(List.of(losing)).build(manager).run();
    }
    return losing;
  }

  /** Fails at a step, as a full disk would make it. */
  private static TrainingListener failing(long iteration) {
    return new TrainingListener() {
      @Override
      public void step(StepReport report) throws IOException {
        if (report.iteration() == iteration) {
          throw new IOException("enough");
        }
      }
    };
  }

  @Test
  void theLossFallsAndEveryStepIsHeardOfOnce() throws Exception {
    Losing losing = unbroken();
    assertThat(losing.startedAt).isZero();
    assertThat(losing.ended).isEqualTo(1);
    assertThat(losing.iterations).hasSize(30).isSorted().startsWith(1L).endsWith(30L);
    double early = losing.losses.subList(0, 5).stream().mapToDouble(d -> d).average().orElseThrow();
    double late =
        losing.losses.subList(25, 30).stream().mapToDouble(d -> d).average().orElseThrow();
    assertThat(late).isLessThan(0.6 * early);
  }

  @Test
  void inBfloat16TheLossFallsAlike() throws Exception {
    List<Double> exact = unbroken().losses;
    Losing losing = new Losing();
    try (NDManager manager = NDManager.newBaseManager()) {
      ToyTraining.plan(manager)
          .precision(Precision.BFLOAT16)
          .listeners(List.of(losing))
          .build(manager)
          .run();
    }
    assertThat(losing.losses).hasSize(30).isNotEqualTo(exact);
    for (int i = 0; i < 30; i++) {
      assertThat(losing.losses.get(i)).isCloseTo(exact.get(i), within(0.02 + 0.1 * exact.get(i)));
    }
  }

  @Test
  void aResumedTrainingGoesOnLikeAnUnbrokenOne() throws Exception {
    List<Double> expected = unbroken().losses;
    Losing first = new Losing();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> ToyTraining.train(folder, first, failing(14)))
        .withMessage("enough");
    assertThat(first.ended).isEqualTo(1);
    Losing second = new Losing();
    assertThat(ToyTraining.train(folder, second)).isEqualTo(TrainingLoop.Ending.DONE);
    assertThat(second.startedAt).isEqualTo(12);
    assertThat(second.losses).isEqualTo(expected.subList(12, 30));
    Losing third = new Losing();
    ToyTraining.train(folder, third);
    assertThat(third.losses).as("nothing is left to do").isEmpty();
  }

  @Test
  void itStopsAfterTheStepAndGoesOn() throws Exception {
    Losing losing = new Losing();
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
      TrainingLoop<?>[] loop = new TrainingLoop<?>[1];
      TrainingListener stopping =
          new TrainingListener() {
            @Override
            public void step(StepReport report) {
              if (report.iteration() == 6) {
                loop[0].stop();
              }
            }
          };
      loop[0] =
          ToyTraining.plan(manager)
              .checkpoints(checkpoints, ToyTraining.EVERY)
              .listeners(List.of(losing, stopping))
              .build(manager);
      assertThat(loop[0].run()).isEqualTo(TrainingLoop.Ending.STOPPED);
      assertThat(losing.losses).hasSize(6);
      assertThat(checkpoints.newest()).contains(folder.resolve("checkpoint-00000006"));
    }
    Losing rest = new Losing();
    ToyTraining.train(folder, rest);
    assertThat(rest.startedAt).isEqualTo(6);
    assertThat(rest.losses).isEqualTo(unbroken().losses.subList(6, 30));
  }

  @Test
  void checkpointsHoldTheNetworkUnderItsKeys() throws Exception {
    ToyTraining.train(folder);
    Path last = folder.resolve("checkpoint-00000030");
    for (String name : List.of(CheckpointFolder.MODEL, CheckpointFolder.AVERAGE)) {
      try (StateDict weights = StateDict.open(last.resolve(name));
          NDManager manager = NDManager.newBaseManager()) {
        TorchBlock network = new ToyTraining.Network();
        new WeightLoader(LoadRules.strict()).load(network, weights, manager);
        assertThat(weights.keys()).contains("first.weight", "norm.running_mean");
      }
    }
    try (var entries = Files.list(folder)) {
      assertThat(entries.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".lock",
              "checkpoint-00000028",
              "checkpoint-00000030",
              "metrics.csv",
              "metrics.jsonl");
    }
  }

  @Test
  void refusesToGoOnWithOtherSettings() throws Exception {
    ToyTraining.train(folder);
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      TrainingLoop<Batch> other =
          ToyTraining.plan(manager)
              .settings(Map.of("model", "other"))
              .checkpoints(checkpoints, 4)
              .build(manager);
      assertThatIllegalArgumentException()
          .isThrownBy(other::run)
          .withMessageContaining("--model was toy, is other");
    }
  }

  @Test
  void stopsBeforeAStepThatWouldSpoilTheNetwork() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      ToyTraining.Network network = new ToyTraining.Network();
      ReferenceWeights.fill(network, manager);
      BatchSource<Batch> source =
          new BatchSource<>() {
            @Override
            public BatchStream<Batch> open(long position) {
              return m ->
                  new Batch(
                      HostArrays.of(m, new float[] {Float.NaN, 0, 0, 0, 1, 2, 3, 4}, 2, 4),
                      HostArrays.of(m, new long[2], 2));
            }

            @Override
            public int samples(Batch batch) {
              return 2;
            }
          };
      float[] before = network.stateEntries().get(0).parameter().getArray().toFloatArray();
      TrainingLoop<Batch> loop =
          TrainingLoop.of(network, new ToyTraining.Goal(network), source, ToyTraining.recipe())
              .build(manager);
      assertThatExceptionOfType(TrainingDivergedException.class)
          .isThrownBy(loop::run)
          .withMessageContaining("step 1: loss_cls is NaN");
      assertThat(network.stateEntries().get(0).parameter().getArray().toFloatArray())
          .isEqualTo(before);
    }
  }
}
