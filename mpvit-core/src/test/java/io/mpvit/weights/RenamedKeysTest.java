/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenamedKeysTest {

  private static final KeyLayout LAYOUT =
      RenamedKeys.builder("other")
          .rename("layer1.{j}.bn{n}.{*}", "res2.{j}.conv{n}.norm.{*}")
          .rename("layer1.{*}", "res2.{*}")
          .rename("fc.{*}", "head.{*}")
          .ignore("{*}.num_batches_tracked")
          .build();

  private static Map<String, CheckpointTensor> tensors(String... keys) {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (String key : keys) {
      tensors.put(key, CheckpointTensor.of(new float[] {tensors.size()}, 1));
    }
    return tensors;
  }

  @Test
  void namesGoBothWays() {
    Map<String, CheckpointTensor> file =
        tensors("layer1.0.bn2.weight", "layer1.0.conv2.weight", "fc.bias", "else.weight");
    Map<String, CheckpointTensor> network = LAYOUT.toNetwork(file);
    assertThat(network.keySet())
        .containsExactly(
            "res2.0.conv2.norm.weight", "res2.0.conv2.weight", "head.bias", "else.weight");
    assertThat(network.values()).containsExactlyElementsOf(file.values());
    assertThat(LAYOUT.toFile(network)).isEqualTo(file);
    assertThat(LAYOUT.fileKey("res2.11.conv1.norm.running_mean"))
        .isEqualTo("layer1.11.bn1.running_mean");
  }

  @Test
  void placesTakeNumbersOrText() {
    assertThat(LAYOUT.fileKey("res2.x.conv1.norm.bias")).isEqualTo("layer1.x.conv1.norm.bias");
    assertThat(LAYOUT.fileKey("head.")).isEqualTo("head.");
  }

  @Test
  void whatIsIgnoredIsGone() {
    assertThat(LAYOUT.toNetwork(tensors("layer1.0.bn1.num_batches_tracked"))).isEmpty();
  }

  @Test
  void aViewHasNoWrapperAndKeepsTheFile() {
    StateDict file = StateDict.of("some.pth", tensors("module.fc.weight", "module.fc.bias"));
    StateDict view = LAYOUT.view(file);
    assertThat(view.keys()).containsExactly("head.weight", "head.bias");
    assertThat(view.file()).isEqualTo(file.file());
  }

  @Test
  void aPartIsMappedUnderItsPrefixOnly() {
    KeyLayout part = LAYOUT.under("model.encoder.", "backbone.");
    Map<String, CheckpointTensor> file = tensors("fc.weight", "model.encoder.fc.weight");
    Map<String, CheckpointTensor> network = part.toNetwork(file);
    assertThat(network.keySet()).containsExactly("fc.weight", "backbone.head.weight");
    assertThat(part.toFile(network)).isEqualTo(file);
    assertThat(part.fileKey("backbone.head.weight")).isEqualTo("model.encoder.fc.weight");
    assertThat(part.fileKey("head.weight")).isEqualTo("head.weight");
  }

  @Test
  void refusesRulesThatCannotBeUndone() {
    RenamedKeys.Builder builder = RenamedKeys.builder("bad");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.rename("a.{i}", "b.{j}"))
        .withMessageContaining("a.{i}")
        .withMessageContaining("different places");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.rename("a.{i}.{i}", "b.{i}"))
        .withMessageContaining("twice");
  }
}
