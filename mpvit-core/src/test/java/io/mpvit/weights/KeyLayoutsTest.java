/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layouts that join tensors, and layouts one after the other. */
class KeyLayoutsTest {

  private static final KeyLayout PACKED =
      JoinedKeys.of(
          "packed",
          "layers.{i}.in_proj_{*}",
          "layers.{i}.q.{*}",
          "layers.{i}.k.{*}",
          "layers.{i}.v.{*}");

  private static final KeyLayout CHAIN =
      new LayoutChain(
          "chain",
          List.of(RenamedKeys.builder("names").rename("model.{*}", "layers.{*}").build(), PACKED));

  private static CheckpointTensor tensor(float first, long... shape) {
    int size = 1;
    for (long length : shape) {
      size *= (int) length;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = first + i;
    }
    return CheckpointTensor.of(values, shape);
  }

  private static float[] values(CheckpointTensor tensor) throws Exception {
    float[] values = new float[(int) tensor.numel()];
    tensor.read().asFloatBuffer().get(values);
    return values;
  }

  private static Map<String, CheckpointTensor> apart(String prefix) {
    Map<String, CheckpointTensor> file = new LinkedHashMap<>();
    file.put(prefix + "7.v.weight", tensor(40, 2, 2));
    file.put(prefix + "7.k.weight", tensor(20, 2, 2));
    file.put(prefix + "7.q.weight", tensor(0, 2, 2));
    file.put(prefix + "7.q.bias", tensor(60, 2));
    file.put(prefix + "7.k.bias", tensor(70, 2));
    file.put(prefix + "7.v.bias", tensor(80, 2));
    file.put("other", tensor(5, 1));
    return file;
  }

  @Test
  void joinsPartsInTheirOrderNotTheFiles() throws Exception {
    for (boolean chained : new boolean[] {false, true}) {
      Map<String, CheckpointTensor> network =
          chained ? CHAIN.toNetwork(apart("model.")) : PACKED.toNetwork(apart("layers."));
      assertThat(network.keySet())
          .containsExactly("layers.7.in_proj_weight", "layers.7.in_proj_bias", "other");
      CheckpointTensor weight = network.get("layers.7.in_proj_weight");
      assertThat(weight.shape()).containsExactly(6, 2);
      assertThat(values(weight)).containsExactly(0, 1, 2, 3, 20, 21, 22, 23, 40, 41, 42, 43);
      assertThat(values(network.get("layers.7.in_proj_bias")))
          .containsExactly(60, 61, 70, 71, 80, 81);
    }
  }

  @Test
  void thereAndBackIsTheSame() throws Exception {
    Map<String, CheckpointTensor> file = apart("model.");
    Map<String, CheckpointTensor> back = CHAIN.toFile(CHAIN.toNetwork(file));
    assertThat(back.keySet()).containsExactlyInAnyOrderElementsOf(file.keySet());
    for (String key : file.keySet()) {
      assertThat(back.get(key).shape()).isEqualTo(file.get(key).shape());
      assertThat(values(back.get(key))).as(key).isEqualTo(values(file.get(key)));
    }
    assertThat(CHAIN.fileKey("layers.3.in_proj_bias")).isEqualTo("model.3.q.bias");
    assertThat(CHAIN.fileKey("layers.3.norm.bias")).isEqualTo("model.3.norm.bias");
    assertThat(CHAIN.fileKey("other")).isEqualTo("other");
  }

  @Test
  void whatDoesNotFitTogetherKeepsItsNames() {
    Map<String, CheckpointTensor> lacking = apart("layers.");
    lacking.remove("layers.7.k.weight");
    lacking.put("layers.7.v.bias", tensor(0, 2, 2));
    assertThat(PACKED.toNetwork(lacking).keySet())
        .containsExactlyInAnyOrderElementsOf(lacking.keySet());
    Map<String, CheckpointTensor> odd = Map.of("layers.0.in_proj_bias", tensor(0, 7));
    assertThat(PACKED.toFile(odd).keySet()).isEqualTo(odd.keySet());
  }

  @Test
  void partsHaveThePlacesOfTheWhole() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JoinedKeys.of("x", "a.{i}.{*}", "b.{*}"))
        .withMessageContaining("b.{*}")
        .withMessageContaining("different places");
  }
}
