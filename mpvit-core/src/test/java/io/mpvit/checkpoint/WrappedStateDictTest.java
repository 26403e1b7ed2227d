/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State dicts as training programs pack them; the files are written by {@code torch.save}. */
class WrappedStateDictTest {

  @TempDir private Path folder;

  private Path file(String name) throws Exception {
    Path file = folder.resolve(name);
    try (InputStream in = getClass().getResourceAsStream("/trials/checkpoints/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  private static ReadOptions entry(String name) {
    return name == null ? ReadOptions.defaults() : ReadOptions.defaults().withEntry(name);
  }

  @ParameterizedTest
  @CsvSource({
    "deep.pth, , trainer.student.net, 1",
    "deep.pth, trainer, trainer.student.net, 1",
    "deep.pth, trainer.student, trainer.student.net, 1",
    "deep.pth, net, trainer.student.net, 1",
    "in_a_list.pth, , models.0, 1",
    "nested_usual.pth, , checkpoint.model, 1",
    "nested_usual.pth, checkpoint.model_ema, checkpoint.model_ema, 2",
    "nested_usual.pth, model_ema, checkpoint.model_ema, 2",
    "two.pth, generator, generator, 1",
    "two.pth, discriminator, discriminator, 2",
    "two_deep.pth, teacher, teacher.model, 2",
  })
  void isFoundAtAnyDepth(String name, String entry, String path, float value) throws Exception {
    try (StateDict weights = StateDict.open(file(name), entry(entry))) {
      assertThat(String.join(".", weights.rootPath())).isEqualTo(path);
      assertThat(weights.keys()).containsExactly("conv.weight", "conv.bias");
      assertThat(weights.get("conv.bias").read().getFloat(0)).isEqualTo(value);
    }
  }

  @Test
  void aFewTensorsElsewhereAreNoNetwork() throws Exception {
    Path file = file("with_criterion.pth");
    try (StateDict weights = StateDict.open(file);
        StateDict criterion = StateDict.open(file, entry("criterion"))) {
      assertThat(weights.rootPath()).containsExactly("net");
      assertThat(weights.keys()).hasSize(20);
      assertThat(criterion.keys()).containsExactly("empty_weight");
    }
  }

  @Test
  void ofSeveralOneIsToBeNamed() throws Exception {
    Path two = file("two.pth");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> StateDict.open(two))
        .withMessage(
            two
                + ": holds 2 state dicts, in its entries 'generator' (2 tensors), 'discriminator'"
                + " (2 tensors); say which by the entry's name (--entry NAME)");
    Path deep = file("two_deep.pth");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> StateDict.open(deep))
        .withMessageContaining("'student.model' (2 tensors), 'teacher.model' (2 tensors)");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> StateDict.open(deep, entry("model")))
        .withMessageContaining("'student.model' (2 tensors), 'teacher.model' (2 tensors)");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> StateDict.open(two, entry("ema")))
        .withMessageContaining("no entry 'ema'; the root object has 'generator', 'discriminator'")
        .withMessageContaining("state dicts are in 'generator' (2 tensors)");
  }

  @ParameterizedTest
  @CsvSource({"a.safetensors", "a.pth", "a.pkl"})
  void anEntryMayBeWhatKeysBeginWith(String name) throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    tensors.put("student.bias", CheckpointTensor.of(new float[] {1}, 1));
    tensors.put("teacher.bias", CheckpointTensor.of(new float[] {2}, 1));
    Path file = folder.resolve(name);
    CheckpointWriter.write(StateDict.of("both", tensors), file);
    for (String entry : List.of("teacher", "teacher.")) {
      try (StateDict weights = StateDict.open(file, entry(entry))) {
        assertThat(weights.keys()).containsExactly("bias");
        assertThat(weights.get("bias").read().getFloat(0)).isEqualTo(2);
      }
    }
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> StateDict.open(file, entry("ema")))
        .withMessageContaining("'ema");
  }
}
