/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.HostArrays;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import io.mpvit.training.MovingAverage;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdamWTest {

  private static final List<ParameterGroup> DECAYED = List.of(ParameterGroup.all(0.05));

  private final NDManager manager = NDManager.newBaseManager();
  private Tied network;

  /** A layer that is used twice, and one that is not used. */
  private static final class Tied extends UnaryBlock {
    private final Linear layer = child("layer", new Linear(4, 4));

    Tied() {
      tied("again", layer);
      child("unused", new Linear(2, 2));
      child("norm", new BatchNorm2d(2));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray x) {
      return layer.forward(pass, layer.forward(pass, x));
    }

    @Override
    public Shape trace(Tracer tracer, Shape input) {
      return layer.trace(tracer, layer.trace(tracer, input));
    }
  }

  @BeforeEach
  void fill() {
    network = network();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Tied network() {
    Tied fresh = new Tied();
    ReferenceWeights.fill(fresh, manager);
    fresh.unfreeze();
    return fresh;
  }

  private AdamW optimizer(Tied of) {
    return new AdamW(of, DECAYED, AdamW.Settings.DEFAULT, manager);
  }

  /** Goes through a batch of its own number. */
  private void backward(Tied through, int batch) {
    try (NDManager scratch = manager.newSubManager();
        GradientTape tape = new GradientTape()) {
      Pass pass = new Pass(new ParameterStore(scratch, false), true, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(scratch, "batch" + batch, new Shape(3, 4));
      NDArray y = through.forward(pass, x);
      tape.backward(y.mul(y).sum());
    }
  }

  private static float[] value(Tied of, String key) {
    return of.stateEntries().stream()
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .orElseThrow()
        .parameter()
        .getArray()
        .toFloatArray();
  }

  @Test
  void aTiedParameterIsSteppedOnceAndByTheFormula() {
    float[] before = value(network, "layer.bias");
    backward(network, 0);
    float[] gradient;
    try (NDArray g = entry("layer.bias").getArray().getGradient()) {
      gradient = g.toFloatArray();
    }
    optimizer(network).step(0.01);
    float[] after = value(network, "layer.bias");
    for (int i = 0; i < after.length; i++) {
      // The first step's corrected moments are the gradient and its square.
      double expected =
          before[i] * (1 - 0.01 * 0.05)
              - 0.01 * gradient[i] / (Math.abs((double) gradient[i]) + 1e-8);
      assertThat((double) after[i]).isCloseTo(expected, Offset.offset(1e-7));
    }
  }

  private Parameter entry(String key) {
    return network.stateEntries().stream()
        .filter(e -> e.key().equals(key))
        .findFirst()
        .map(StateEntry::parameter)
        .orElseThrow();
  }

  @Test
  void whatNoGradientReachesStaysAsItIs() {
    float[] unused = value(network, "unused.weight");
    float[] mean = value(network, "norm.running_mean");
    entry("layer.weight").freeze(true);
    float[] frozen = value(network, "layer.weight");
    float[] bias = value(network, "layer.bias");
    backward(network, 0);
    AdamW optimizer = optimizer(network);
    optimizer.step(0.01);
    assertThat(value(network, "unused.weight")).isEqualTo(unused);
    assertThat(value(network, "norm.running_mean")).isEqualTo(mean);
    assertThat(value(network, "layer.weight")).isEqualTo(frozen);
    assertThat(value(network, "layer.bias")).isNotEqualTo(bias);
    assertThat(optimizer.state().keys())
        .containsExactly("exp_avg.layer.bias", "exp_avg_sq.layer.bias", "step.layer.bias");
  }

  @Test
  void groupsHaveTheirOwnRateAndDecay() {
    float[] weight = value(network, "layer.weight");
    float[] bias = value(network, "layer.bias");
    try (NDManager scratch = manager.newSubManager();
        GradientTape tape = new GradientTape()) {
      // The gradients are 0, so that only the decay is seen.
      Pass pass = new Pass(new ParameterStore(scratch, false), true, Precision.FLOAT32);
      NDArray y = network.forward(pass, ReferenceInputs.array(scratch, "x", new Shape(3, 4)));
      tape.backward(y.mul(HostArrays.of(scratch, new float[12], 3, 4)).sum());
    }
    List<ParameterGroup> groups =
        List.of(
            ParameterGroup.vectors(0),
            new ParameterGroup(e -> e.key().contains("layer"), 2, 0.5),
            ParameterGroup.all(0));
    new AdamW(network, groups, AdamW.Settings.DEFAULT, manager).step(0.1);
    assertThat(value(network, "layer.bias")).isEqualTo(bias);
    float[] decayed = value(network, "layer.weight");
    for (int i = 0; i < weight.length; i++) {
      assertThat(decayed[i]).isCloseTo(weight[i] * 0.9f, Offset.offset(1e-6f));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new AdamW(
                    network, List.of(ParameterGroup.vectors(0)), AdamW.Settings.DEFAULT, manager))
        .withMessageContaining("layer.weight");
  }

  @Test
  void aResumedOptimizerStepsLikeAnUnbrokenOne(@TempDir Path directory) throws Exception {
    AdamW unbroken = optimizer(network);
    steps(network, unbroken, 0, 3);
    Path file = directory.resolve("optimizer.safetensors");
    CheckpointWriter.write(unbroken.state(), file);
    Path weights = directory.resolve("weights.safetensors");
    CheckpointWriter.write(BlockStateDict.of(network), weights);
    steps(network, unbroken, 3, 6);

    Tied other = new Tied();
    try (StateDict values = StateDict.open(weights)) {
      new WeightLoader(LoadRules.strict()).load(other, values, manager);
    }
    other.unfreeze();
    AdamW resumed = optimizer(other);
    try (StateDict state = StateDict.open(file)) {
      resumed.restore(state);
    }
    steps(other, resumed, 3, 6);
    assertThat(value(other, "layer.weight")).isEqualTo(value(network, "layer.weight"));
    assertThat(value(other, "layer.bias")).isEqualTo(value(network, "layer.bias"));
  }

  private void steps(Tied of, AdamW optimizer, int from, int to) {
    Gradients gradients = new Gradients(of);
    for (int step = from; step < to; step++) {
      // The first step after the resume comes without gradients: there are zeros left, or nothing.
      if (step != 3) {
        backward(of, step);
      }
      optimizer.step(0.01);
      gradients.clear();
    }
  }

  @Test
  void refusesAForeignState() {
    Linear stranger = new Linear(3, 3);
    ReferenceWeights.fill(stranger, manager);
    AdamW optimizer = optimizer(network);
    backward(network, 0);
    optimizer.step(0.1);
    AdamW foreign = new AdamW(stranger, DECAYED, AdamW.Settings.DEFAULT, manager);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> foreign.restore(optimizer.state()))
        .withMessageContaining("layer.weight");
  }

  @Test
  void partsOfABatchAddUpAndAreClipped() {
    Gradients gradients = new Gradients(network);
    assertThat(gradients.norm()).isZero();
    backward(network, 0);
    double one = gradients.norm();
    backward(network, 0);
    assertThat(gradients.norm()).isCloseTo(2 * one, Offset.offset(1e-4 * one));
    gradients.scale(0.5);
    assertThat(gradients.norm()).isCloseTo(one, Offset.offset(1e-4 * one));
    assertThat(gradients.clip(2 * one)).isCloseTo(one, Offset.offset(1e-4 * one));
    assertThat(gradients.norm()).isCloseTo(one, Offset.offset(1e-4 * one));
    gradients.clip(one / 4);
    assertThat(gradients.norm()).isCloseTo(one / 4, Offset.offset(1e-4 * one));
    gradients.scale(Double.NaN);
    assertThat(gradients.norm()).isNaN();
    gradients.clear();
    assertThat(gradients.norm()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> gradients.clip(0));
  }

  @Test
  void averagesFollowTheValues() throws Exception {
    try (MovingAverage average = new MovingAverage(network, 0.9, manager);
        MovingAverage resumed = new MovingAverage(network, 0.9, manager)) {
      float[] start = value(network, "layer.bias");
      backward(network, 0);
      optimizer(network).step(1);
      float[] moved = value(network, "layer.bias");
      assertThat(moved).isNotEqualTo(start);
      average.update();
      float[] expected = new float[4];
      for (int i = 0; i < 4; i++) {
        expected[i] = 0.9f * start[i] + 0.1f * moved[i];
      }
      assertThat(average.state().keys())
          .containsExactlyElementsOf(network.stateEntries().stream().map(StateEntry::key).toList());
      for (String key : List.of("layer.bias", "again.bias")) {
        assertThat(average.state().get(key).toNDArray(manager).toFloatArray())
            .usingComparatorWithPrecision(1e-6f)
            .containsExactly(expected);
      }
      resumed.restore(average.state());
      average.update();
      resumed.update();
      assertThat(resumed.state().get("layer.bias").toNDArray(manager).toFloatArray())
          .isEqualTo(average.state().get("layer.bias").toNDArray(manager).toFloatArray());
    }
  }

  @Test
  void refusesNonsense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AdamW.Settings(1, 0.9, 1e-8));
    assertThatIllegalArgumentException().isThrownBy(() -> new AdamW.Settings(0.9, 0.9, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> ParameterGroup.all(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MovingAverage(network, 1, manager))
        .withMessageContaining("1.0");
  }
}
