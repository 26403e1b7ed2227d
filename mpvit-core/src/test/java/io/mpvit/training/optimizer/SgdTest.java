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
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.Linear;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.Precision;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.training.GradientTape;
import io.mpvit.weights.BlockStateDict;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SgdTest {

  private static final double[] RATES = {0.1, 0.2, 0.05, 0.05};

  /**
   * {@code layer.weight} after each step of torch.optim.SGD(momentum=0.9, weight_decay=0.05) of
   * PyTorch 2.13 with these rates, its gradients being the inputs {@code gradient0} to {@code
   * gradient3}.
   */
  private static final float[][] PYTORCH = {
    {
      -1.02882385f,
      -0.0338977762f,
      0.254184604f,
      -0.375587165f,
      0.320875525f,
      -0.66028887f,
      0.208274737f,
      -0.256549031f
    },
    {
      -1.49050736f,
      -0.444306195f,
      0.41307047f,
      -0.261462629f,
      -0.407224417f,
      -0.703684449f,
      0.775830925f,
      -0.849518895f
    },
    {
      -1.594311f,
      -0.583809793f,
      0.39754954f,
      -0.144250885f,
      -0.651186764f,
      -0.664058387f,
      0.941217542f,
      -1.06702137f
    },
    {
      -1.71436763f,
      -0.626073778f,
      0.408734381f,
      -0.048335284f,
      -0.851941824f,
      -0.657352507f,
      1.16333795f,
      -1.25300312f
    },
  };

  private static final float[] MOMENTUM = {
    2.40113235f,
    0.845279694f,
    -0.223697096f,
    -1.91831195f,
    4.01510096f,
    -0.134117961f,
    -4.44240761f,
    3.71963406f
  };

  private final NDManager manager = NDManager.newBaseManager();

  /** The gradient of its weight is its input, if the loss is the output's sum. */
  private static final class Product extends UnaryBlock {
    private final Linear layer = child("layer", new Linear(4, 2));

    Product() {
      child("unused", new Linear(2, 2));
      child("norm", new BatchNorm2d(2));
    }

    @Override
    protected NDArray compute(Pass pass, NDArray x) {
      return layer.weight(pass, x).mul(x);
    }

    @Override
    public Shape trace(Tracer tracer, Shape input) {
      return input;
    }
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Product network() {
    Product network = new Product();
    ReferenceWeights.fill(network, manager);
    network.unfreeze();
    return network;
  }

  private Optimizer optimizer(Product network) {
    return Sgd.Settings.DEFAULT.optimizer(network, List.of(ParameterGroup.all(0.05)), manager);
  }

  private void backward(Product network, int step) {
    try (NDManager scratch = manager.newSubManager();
        GradientTape tape = new GradientTape()) {
      Pass pass = new Pass(new ParameterStore(scratch, false), true, Precision.FLOAT32);
      NDArray x = ReferenceInputs.array(scratch, "gradient" + step, new Shape(2, 4));
      tape.backward(network.forward(pass, x).sum());
    }
  }

  private void steps(Product network, Optimizer optimizer, int from, int to) {
    Gradients gradients = new Gradients(network);
    for (int step = from; step < to; step++) {
      backward(network, step);
      optimizer.step(RATES[step]);
      gradients.clear();
    }
  }

  private static Parameter parameter(Product network, String key) {
    return network.stateEntries().stream()
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .orElseThrow()
        .parameter();
  }

  private static float[] value(Product network, String key) {
    return parameter(network, key).getArray().toFloatArray();
  }

  @Test
  void stepsAsPyTorchDoes() throws Exception {
    Product network = network();
    try (Optimizer optimizer = optimizer(network)) {
      for (int step = 0; step < RATES.length; step++) {
        steps(network, optimizer, step, step + 1);
        assertThat(value(network, "layer.weight"))
            .as("after step " + step)
            .containsExactly(PYTORCH[step], Offset.offset(2e-7f));
      }
      StateDict state = optimizer.state();
      assertThat(state.keys()).containsExactly("momentum_buffer.layer.weight");
      try (NDArray buffer = state.get("momentum_buffer.layer.weight").toNDArray(manager)) {
        assertThat(buffer.toFloatArray()).containsExactly(MOMENTUM, Offset.offset(1e-6f));
      }
    }
  }

  @Test
  void whatNoGradientReachesStaysAsItIs() {
    Product network = network();
    parameter(network, "layer.weight").freeze(true);
    float[] weight = value(network, "layer.weight");
    float[] unused = value(network, "unused.weight");
    float[] mean = value(network, "norm.running_mean");
    try (Optimizer optimizer = optimizer(network)) {
      optimizer.step(0.1);
      assertThat(optimizer.state().keys()).isEmpty();
    }
    assertThat(value(network, "layer.weight")).isEqualTo(weight);
    assertThat(value(network, "unused.weight")).isEqualTo(unused);
    assertThat(value(network, "norm.running_mean")).isEqualTo(mean);
  }

  @Test
  void groupsHaveTheirOwnRateAndDecay() {
    Product network = network();
    float[] before = value(network, "layer.weight");
    float[] gradient = ReferenceInputs.values("gradient0", new Shape(2, 4));
    List<ParameterGroup> groups =
        List.of(
            new ParameterGroup(e -> e.key().startsWith("layer"), 3, 0.5), ParameterGroup.all(0));
    backward(network, 0);
    try (Optimizer optimizer = new Sgd.Settings(0).optimizer(network, groups, manager)) {
      optimizer.step(0.1);
    }
    float[] after = value(network, "layer.weight");
    for (int i = 0; i < after.length; i++) {
      assertThat((double) after[i])
          .isCloseTo(before[i] - 0.3 * (gradient[i] + 0.5 * before[i]), Offset.offset(1e-6));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Sgd.Settings.DEFAULT.optimizer(
                    network, List.of(ParameterGroup.vectors(0)), manager))
        .withMessageContaining("layer.weight");
    assertThatIllegalArgumentException().isThrownBy(() -> new Sgd.Settings(1));
  }

  @Test
  void normsAreAGroupOfTheirOwn() {
    ParameterGroup norms = ParameterGroup.norms(0);
    assertThat(network().stateEntries())
        .filteredOn(entry -> !entry.isBuffer() && norms.members().test(entry))
        .extracting("key")
        .containsExactly("norm.weight", "norm.bias");
  }

  @Test
  void aResumedOptimizerStepsLikeAnUnbrokenOne(@TempDir Path directory) throws Exception {
    Product network = network();
    Path file = directory.resolve("optimizer.safetensors");
    Path weights = directory.resolve("weights.safetensors");
    Optimizer unbroken = optimizer(network);
    steps(network, unbroken, 0, 2);
    CheckpointWriter.write(unbroken.state(), file);
    CheckpointWriter.write(BlockStateDict.of(network), weights);
    steps(network, unbroken, 2, 4);

    Product other = new Product();
    try (StateDict values = StateDict.open(weights)) {
      new WeightLoader(LoadRules.strict()).load(other, values, manager);
    }
    other.unfreeze();
    Optimizer resumed = optimizer(other);
    try (StateDict state = StateDict.open(file)) {
      resumed.restore(state);
    }
    steps(other, resumed, 2, 4);
    assertThat(value(other, "layer.weight")).isEqualTo(value(network, "layer.weight"));
  }

  @Test
  void refusesTheStateOfAnotherOptimizer() {
    Product network = network();
    backward(network, 0);
    AdamW other =
        new AdamW(network, List.of(ParameterGroup.all(0)), AdamW.Settings.DEFAULT, manager);
    other.step(0.1);
    Optimizer optimizer = optimizer(network);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.restore(other.state()))
        .withMessageContaining("exp_avg.layer.weight");
    StateDict small =
        StateDict.of(
            "made up",
            Map.of("momentum_buffer.layer.weight", CheckpointTensor.of(new float[2], 2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.restore(small))
        .withMessageContaining("momentum_buffer.layer.weight");
  }
}
