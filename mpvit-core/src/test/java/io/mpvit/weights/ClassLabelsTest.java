/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassLabelsTest {

  private static final ClassLabels LABELS =
      new ClassLabels(List.of("Käse, \"alt\"", "ring\n", "\uD83D\uDE00"), List.of(7, 90, -1));

  @TempDir private Path folder;

  @Test
  void travelWithWeights() throws Exception {
    StateDict weights = StateDict.of("w", Map.of("w", CheckpointTensor.of(new float[1], 1)));
    WriteOptions options = WriteOptions.defaults().withMetadata(LABELS.texts());
    for (Path file : List.of(folder.resolve("m.safetensors"), folder.resolve("m.pth"))) {
      boolean pth = file.toString().endsWith(".pth");
      CheckpointWriter.write(weights, file, pth ? options.withRootEntry("model") : options);
      try (StateDict read = StateDict.open(file)) {
        assertThat(ClassLabels.of(read)).contains(LABELS);
      }
    }
    assertThat(ClassLabels.of(weights)).isEmpty();
    ClassLabels named = ClassLabels.numbered(2);
    assertThat(named.names()).containsExactly("class_0", "class_1");
    assertThat(ClassLabels.of(named.texts())).contains(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[", "7", "null", "[]", "[null]", "[\" \"]", "{\"a\": 1}", "[[\"a\"]]"})
  void unsoundNamesCountAsNone(String text) {
    assertThat(ClassLabels.of(Map.of("mpvit_classes", text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "7", "null", "[null]", "[1, 2]", "{\"a\": 1}", "[[1]]"})
  void namesWithUnsoundNumbersCountAsNone(String text) {
    Map<String, String> texts = Map.of("mpvit_classes", "[\"a\"]", "mpvit_class_ids", text);
    assertThat(ClassLabels.of(texts)).isEmpty();
  }

  @Test
  void standInMetaInFilesOfMmdetection() {
    assertThat(ClassLabels.of(Map.of("meta.CLASSES", List.of("person", "bed "))))
        .contains(ClassLabels.ofNames(List.of("person", "bed")));
    assertThat(ClassLabels.of(Map.of("meta.CLASSES", List.of("person", " ")))).isEmpty();
    assertThat(ClassLabels.of(Map.of("meta.CLASSES", List.of("person", 1)))).isEmpty();
    assertThat(ClassLabels.of(Map.of("meta.CLASSES", List.of()))).isEmpty();
    assertThat(ClassLabels.of(Map.of("meta.CLASSES", "person"))).isEmpty();
  }

  @Test
  void refusesWhatCannotBe() {
    for (List<Integer> ids : List.of(List.of(1), List.of(1, 1), List.of(1, 2, 3))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ClassLabels(List.of("a", "b"), ids))
          .withMessageContaining("2 different");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> ClassLabels.ofNames(List.of()));
  }
}
