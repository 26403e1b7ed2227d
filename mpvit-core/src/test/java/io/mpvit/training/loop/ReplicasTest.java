/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.LossOps;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import io.mpvit.training.Losses;
import io.mpvit.training.Objective;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.optimizer.AdamW;
import io.mpvit.training.optimizer.Gradients;
import io.mpvit.training.optimizer.ParameterGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several replicas do what one does with the whole batch. */
@Timeout(120)
class ReplicasTest {

  private static final int PICTURES = 4;
  private static final int CLASSES = 3;
  private static final Shape ONE = new Shape(1);

  /** So large that rounding of small gradients is not blown up by Adam's normalisation. */
  private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.999, 1e-2);

  @TempDir private Path folder;

  /** Two convolutions with normalisations; the second's input depends on the first's statistics. */
  private static final class Network extends UnaryBlock {
    private final Conv2d first = child("first", Conv2d.builder(3, 6, 3).build());
    private final BatchNorm2d norm1 = child("norm1", new BatchNorm2d(6));
    private final Conv2d second = child("second", Conv2d.builder(6, CLASSES, 3).build());
    private final BatchNorm2d norm2 = child("norm2", new BatchNorm2d(CLASSES));

    @Override
    protected NDArray compute(Pass pass, NDArray x) {
      NDArray map = norm1.forward(pass, first.forward(pass, x)).tanh();
      return norm2.forward(pass, second.forward(pass, map)).mean(new int[] {3}).mean(new int[] {2});
    }

    @Override
    public Shape trace(Tracer tracer, Shape input) {
      return new Shape(input.get(0), CLASSES);
    }
  }

  private record Batch(NDArray pictures, NDArray labels) {}

  /** Pictures whose class is the brightest channel; batches of any size have them in one order. */
  private record Source(int size) implements BatchSource<Batch> {
    @Override
    public BatchStream<Batch> open(long position) {
      long[] next = {position};
      return manager -> make(manager, next[0]++);
    }

    private Batch make(NDManager manager, long position) {
      float[] pixels = new float[size * 3 * 36];
      long[] labels = new long[size];
      for (int i = 0; i < size; i++) {
        RandomGenerator random = new RandomStreams(4).stream("picture", position * size + i);
        labels[i] = random.nextInt(CLASSES);
        for (int k = 0; k < 3 * 36; k++) {
          pixels[i * 3 * 36 + k] =
              (float) (3 + random.nextGaussian() + (k / 36 == labels[i] ? 0.5 : 0));
        }
      }
      return new Batch(
          HostArrays.of(manager, pixels, size, 3, 6, 6), HostArrays.of(manager, labels, size));
    }

    @Override
    public int samples(Batch batch) {
      return size;
    }
  }

  private static Losses loss(Network network, Pass pass, Batch batch) {
    NDArray logits = network.forward(pass, batch.pictures());
    return new Losses(Map.of("loss", LossOps.crossEntropy(logits, batch.labels())));
  }

  private static TrainingLoopBuilder<Batch> plan(
      NDManager manager, BatchNorm2d.Statistics statistics, int replicas) {
    Network network = new Network();
    ReferenceWeights.fill(network, manager);
    BatchNorm2d.setStatistics(network, statistics);
    return plan(network, (pass, batch) -> loss(network, pass, batch), replicas);
  }

  private static TrainingLoopBuilder<Batch> plan(
      Network network, Objective<Batch> objective, int replicas) {
    TrainingRecipe recipe =
        new TrainingRecipe(i -> 0.05, List.of(ParameterGroup.all(0.05)), SETTINGS, 1, 2, 0.5);
    return TrainingLoop.of(network, objective, new Source(PICTURES / replicas), recipe)
        .iterations(6)
        .replicas(Collections.nCopies(replicas, Device.cpu()));
  }

  private static Map<String, float[]> values(TrainingLoopBuilder<Batch> plan) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (StateEntry entry : plan.network.stateEntries()) {
      Number[] numbers = entry.parameter().getArray().toArray();
      float[] floats = new float[numbers.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = numbers[i].floatValue();
      }
      values.put(entry.key(), floats);
    }
    return values;
  }

  private static List<Double> run(TrainingLoopBuilder<Batch> plan, NDManager manager)
      throws Exception {
    List<Double> losses = new ArrayList<>();
    plan.listeners(
            List.of(
                new TrainingListener() {
                  @Override
                  public void step(StepReport report) {
                    losses.add(report.loss());
                    assertThat(report.samples()).isEqualTo(2 * PICTURES);
                  }
                }))
        .build(manager)
        .run();
    return losses;
  }

  private static void assertClose(Map<String, float[]> actual, Map<String, float[]> expected) {
    expected.forEach(
        (key, wanted) -> {
          double size = 0;
          double difference = 0;
          for (int i = 0; i < wanted.length; i++) {
            size = Math.max(size, Math.abs(wanted[i]));
            difference = Math.max(difference, Math.abs(wanted[i] - actual.get(key)[i]));
          }
          assertThat(difference).as(key).isLessThanOrEqualTo(1e-5 * size);
        });
  }

  private void sameAsOne(BatchNorm2d.Statistics statistics, int replicas) throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingLoopBuilder<Batch> one = plan(manager, statistics, 1);
      List<Double> expected = run(one, manager);
      assertThat(expected).as("it changes").hasSize(6).doesNotHaveDuplicates();
      TrainingLoopBuilder<Batch> several = plan(manager, statistics, replicas);
      List<Double> losses = run(several, manager);
      for (int i = 0; i < losses.size(); i++) {
        assertThat(losses.get(i)).isCloseTo(expected.get(i), within(1e-5));
      }
      assertClose(values(several), values(one));
    }
  }

  @Test
  void twoReplicasTakeTheStepsOfOneWithTheWholeBatch() throws Exception {
    sameAsOne(BatchNorm2d.Statistics.BATCH, 2);
  }

  @Test
  void fourReplicasWithOnePictureEachDoSoToo() throws Exception {
    sameAsOne(BatchNorm2d.Statistics.BATCH, 4);
  }

  @Test
  void withRunningStatisticsTheyDoSoToo() throws Exception {
    sameAsOne(BatchNorm2d.Statistics.RUNNING, 2);
  }

  @Test
  void aResumedTrainingGoesOnToTheBit() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingLoopBuilder<Batch> unbroken = plan(manager, BatchNorm2d.Statistics.BATCH, 2);
      List<Double> expected = run(unbroken, manager);
      List<Double> losses = new ArrayList<>();
      for (int half = 0; half < 2; half++) {
        TrainingLoopBuilder<Batch> plan = plan(manager, BatchNorm2d.Statistics.BATCH, 2);
        List<TrainingLoop<Batch>> loop = new ArrayList<>();
        try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
          plan.checkpoints(checkpoints, 2)
              .listeners(
                  List.of(
                      new TrainingListener() {
                        @Override
                        public void step(StepReport report) {
                          losses.add(report.loss());
                          if (report.iteration() == 3) {
                            loop.get(0).stop();
                          }
                        }
                      }));
          loop.add(plan.build(manager));
          loop.get(0).run();
        }
        if (half == 1) {
          assertThat(losses).isEqualTo(expected);
          Map<String, float[]> wanted = values(unbroken);
          values(plan)
              .forEach((key, value) -> assertThat(value).as(key).isEqualTo(wanted.get(key)));
        }
      }
      try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
        TrainingLoop<Batch> other =
            plan(manager, BatchNorm2d.Statistics.BATCH, 1)
                .checkpoints(checkpoints, 2)
                .build(manager);
        assertThatIllegalArgumentException()
            .isThrownBy(other::run)
            .withMessageContaining("--replicas was 2, is not given");
      }
    }
  }

  /** What replicas on other devices compute with. */
  @Test
  void copiesOfTheParametersGiveTheirGradientsToTheNetwork() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Network network = new Network();
      ReferenceWeights.fill(network, manager);
      network.unfreeze();
      Batch batch = new Source(2).make(manager, 0);
      List<float[]> gradients = new ArrayList<>();
      for (boolean copying : new boolean[] {false, true}) {
        try (GradientTape tape = new GradientTape()) {
          ParameterStore store = new ParameterStore(manager, copying);
          tape.backward(loss(network, new Pass(store, true, Precision.FLOAT32), batch).total());
        }
        NDArray gradient = network.stateEntries().get(0).parameter().getArray().getGradient();
        gradients.add(gradient.toFloatArray());
        new Gradients(network).clear();
      }
      assertThat(gradients.get(0)).isEqualTo(gradients.get(1)).isNotEqualTo(new float[162]);
    }
  }

  /** Counts its own calls and carries the count. */
  private static final class Counting implements Objective<Batch> {
    private final Network network;
    private double calls;

    Counting(Network network) {
      this.network = network;
    }

    @Override
    public Losses losses(Pass pass, Batch batch) {
      calls += 1 + pass.replica().index();
      return loss(network, pass, batch);
    }

    @Override
    public Objective<Batch> replica() {
      return new Counting(network);
    }

    @Override
    public Map<String, Double> state() {
      return Map.of("calls", calls);
    }

    @Override
    public void restore(Map<String, Double> state) {
      calls = state.get("calls");
    }
  }

  @Test
  void eachReplicaHasItsOwnObjectiveAndCheckpointsHaveThemAll() throws Exception {
    try (NDManager manager = NDManager.newBaseManager();
        CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
      Network network = new Network();
      ReferenceWeights.fill(network, manager);
      plan(network, new Counting(network), 2).checkpoints(checkpoints, 9).build(manager).run();
      TrainingPosition position =
          CheckpointFolder.read(checkpoints.newest().orElseThrow()).orElseThrow();
      assertThat(position.objective()).isEqualTo(Map.of("calls", 12.0, "calls@1", 24.0));

      Counting again = new Counting(network);
      plan(network, again, 2).checkpoints(checkpoints, 9).build(manager).run();
      assertThat(again.state()).isEqualTo(Map.of("calls", 12.0));
    }
  }

  @Test
  void aReplicaThatFailsEndsTheStep() throws Exception {
    for (int failing : new int[] {0, 1, 2}) {
      try (NDManager manager = NDManager.newBaseManager()) {
        Network network = new Network();
        ReferenceWeights.fill(network, manager);
        float[] before = network.stateEntries().get(0).parameter().getArray().toFloatArray();
        Objective<Batch> objective =
            (pass, batch) -> {
              if (pass.replica().index() == failing) {
                throw new IllegalArgumentException("no picture");
              }
              return loss(network, pass, batch);
            };
        TrainingLoop<Batch> loop =
            TrainingLoop.of(network, objective, new Source(1), TrainingRecipe.detection(i -> 1))
                .replicas(List.of(Device.cpu(), Device.cpu(), Device.cpu()))
                .build(manager);
        assertThatIllegalArgumentException().isThrownBy(loop::run).withMessage("no picture");
        assertThat(network.stateEntries().get(0).parameter().getArray().toFloatArray())
            .isEqualTo(before);
        assertThat(replicaThreads()).isEmpty();
      }
    }
  }

  @Test
  void replicasThatDoNotDoTheSameAreRefusedInsteadOfWaitingForEver() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      for (int missing : new int[] {0, 1}) {
        ReplicaGroup group = new ReplicaGroup(List.of(Device.cpu(), Device.cpu()));
        assertThatIllegalStateException()
            .isThrownBy(
                () ->
                    group.run(
                        replica ->
                            replica.index() == missing ? "done" : replica.sum(manager.ones(ONE))))
            .withMessageContaining("equally often");
        assertThat(replicaThreads()).isEmpty();
      }
    }
  }

  @Test
  void anInterruptedStepLeavesNoThreads() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      ReplicaGroup group = new ReplicaGroup(List.of(Device.cpu(), Device.cpu()));
      Thread caller = Thread.currentThread();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(
              () ->
                  group.run(
                      replica -> {
                        if (replica.index() == 1) {
                          caller.interrupt();
                          while (caller.isInterrupted()) {
                            Thread.onSpinWait();
                          }
                        }
                        return replica.sum(manager.ones(ONE));
                      }));
      assertThat(replicaThreads()).isEmpty();
    }
  }

  private static List<String> replicaThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("mpvit-replica"))
        .collect(Collectors.toList());
  }

  @Test
  void theFirstReplicaIsWhereTheNetworkIs() {
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingLoopBuilder<Batch> plan =
          plan(manager, BatchNorm2d.Statistics.BATCH, 1)
              .replicas(List.of(Device.gpu(7), Device.cpu()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> plan.build(manager))
          .withMessageContaining("gpu(7)");
    }
  }
}
