/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.nn.Parameter;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.nn.StateEntry;
import io.mpvit.weights.KeyLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every layout of every architecture; presets that join are checked unasked. */
class LayoutContractTest {

  static Stream<Arguments> layouts() {
    return Presets.all()
        .flatMap(
            preset ->
                preset.layouts().stream()
                    .map(
                        layout ->
                            Arguments.of(preset.architecture(), layout.name(), preset, layout)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("layouts")
  void thereAndBackIsTheSame(String name, String layoutName, Preset<?> preset, KeyLayout layout)
      throws Exception {
    Map<String, CheckpointTensor> own = tensors(preset);
    Map<String, CheckpointTensor> file = layout.toFile(own);
    assertThat(file.values().stream().mapToLong(CheckpointTensor::numel).sum())
        .as("nothing may get lost on the way to the file")
        .isGreaterThanOrEqualTo(distinct(own));
    Map<String, CheckpointTensor> back = layout.toNetwork(file);
    // A layout may leave out aliases and counters, which the loader does not ask for.
    for (Map.Entry<String, CheckpointTensor> entry : back.entrySet()) {
      assertThat(own).containsKey(entry.getKey());
      if (!file.containsKey(layout.fileKey(entry.getKey()))) {
        // Left out of the file because nothing reads it, and made up again for the network.
        assertThat(entry.getKey()).matches("norm\\d\\.(weight|bias)");
        continue;
      }
      assertSame(entry.getKey(), entry.getValue(), own.get(entry.getKey()));
    }
    List<CheckpointTensor> found = new ArrayList<>(back.values());
    assertThat(found.stream().map(CheckpointTensor::tieId).distinct().count())
        .isGreaterThanOrEqualTo(
            own.values().stream().map(CheckpointTensor::tieId).distinct().count() - counters(own));
  }

  private static long counters(Map<String, CheckpointTensor> tensors) {
    return tensors.values().stream().filter(tensor -> tensor.type() == TensorType.INT64).count();
  }

  private static long distinct(Map<String, CheckpointTensor> tensors) {
    return tensors.values().stream()
        .filter(tensor -> tensor.type() == TensorType.FLOAT32)
        .distinct()
        .mapToLong(CheckpointTensor::numel)
        .sum();
  }

  private static void assertSame(String key, CheckpointTensor found, CheckpointTensor expected)
      throws Exception {
    assertThat(found.shape()).as(key).isEqualTo(expected.shape());
    if (found != expected) {
      // Cut, joined or folded on the way: the values must agree.
      assertThat(Arrays.equals(bytes(found), bytes(expected))).as(key).isTrue();
    }
  }

  private static byte[] bytes(CheckpointTensor tensor) throws Exception {
    ByteBuffer buffer = tensor.read();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** The network's tensors with values that differ everywhere; tied ones are one. */
  private static Map<String, CheckpointTensor> tensors(Preset<?> preset) {
    Map<Parameter, CheckpointTensor> once = new IdentityHashMap<>();
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (StateEntry entry : preset.build(Optional.empty()).stateEntries()) {
      tensors.put(
          entry.key(),
          once.computeIfAbsent(
              entry.parameter(),
              parameter ->
                  new CountingTensor(
                      parameter.getType() == Parameter.Type.OTHER
                          ? TensorType.INT64
                          : TensorType.FLOAT32,
                      entry.shape(),
                      once.size())));
    }
    return tensors;
  }
}
