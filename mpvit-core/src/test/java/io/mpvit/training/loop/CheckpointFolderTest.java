/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {

  @TempDir private Path folder;

  private static Path write(CheckpointFolder checkpoints, long iteration) throws Exception {
    StateDict weights =
        StateDict.of("toy", Map.of("w", CheckpointTensor.of(new float[] {iteration}, 1)));
    return checkpoints.write(
        new TrainingPosition(iteration, 1, Map.of("n", 0.1), Map.of(), Map.of(), Map.of()),
        Map.of(CheckpointFolder.MODEL, weights),
        Map.of("format", "pt"));
  }

  @Test
  void keepsTheNewest() throws Exception {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder.resolve("new"), 2)) {
      assertThat(checkpoints.newest()).isEmpty();
      Path first = write(checkpoints, 5);
      Path second = write(checkpoints, 10);
      Path third = write(checkpoints, 100_000_000);
      assertThat(first).doesNotExist();
      assertThat(second).exists();
      assertThat(checkpoints.newest()).contains(third);
      assertThat(CheckpointFolder.read(third).orElseThrow().objective())
          .containsExactly(Map.entry("n", 0.1));
    }
  }

  @Test
  void passesOverIncompleteOnes() throws Exception {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 9)) {
      Path good = write(checkpoints, 1);
      Path shorter = write(checkpoints, 2);
      Files.write(shorter.resolve(CheckpointFolder.MODEL), new byte[3]);
      Files.delete(write(checkpoints, 3).resolve(CheckpointFolder.MODEL));
      Path garbled = write(checkpoints, 4);
      Files.writeString(garbled.resolve("training.json"), "{\"iteration\": 4");
      Path empty = write(checkpoints, 5);
      Files.writeString(empty.resolve("training.json"), "{}");
      assertThat(checkpoints.newest()).contains(good);
      assertThat(write(checkpoints, 2)).isEqualTo(shorter);
      assertThat(checkpoints.newest()).contains(shorter);
    }
  }

  @Test
  void removesWhatWasLeftUnfinished() throws Exception {
    Path part = Files.createDirectory(folder.resolve(".checkpoint-00000007.x.part"));
    Files.write(part.resolve(CheckpointFolder.MODEL), new byte[3]);
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
      assertThat(part).doesNotExist();
      assertThat(checkpoints.newest()).isEmpty();
    }
  }

  @Test
  void belongsToOneTrainingAtATime() throws Exception {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
      assertThat(checkpoints.newest()).isEmpty();
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> CheckpointFolder.open(folder, 1))
          .withMessageContaining("another training");
    }
    CheckpointFolder.open(folder, 1).close();
    assertThatIllegalArgumentException().isThrownBy(() -> CheckpointFolder.open(folder, 0));
  }

  @Test
  void trainingsThatKnewNoScaleOfTheLossGoOn() {
    TrainingPosition position =
        TrainingPosition.of(
            "{'iteration': 3, 'seed': 1, 'objective': {}, 'settings': {}, 'files': {}}"
                .replace('\'', '"'));
    assertThat(position.iteration()).isEqualTo(3);
    assertThat(position.lossScale()).isEmpty();
    assertThat(TrainingPosition.of("{\"iteration\": 3}")).as("no settings").isNull();
  }

  /** Damage that leaves every size as it was. */
  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "training.json", "SHA256SUMS"})
  void passesOverWhatIsNotAsItWasWritten(String name) throws Exception {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 9)) {
      write(checkpoints, 1);
      write(checkpoints, 2);
    }
    Path good = folder.resolve(CheckpointFolder.name(1));
    Path damaged = folder.resolve(CheckpointFolder.name(2));
    byte[] whole = Files.readAllBytes(damaged.resolve(name));
    for (int place = 0; place < whole.length; place += Math.max(1, whole.length / 50)) {
      byte[] bytes = whole.clone();
      bytes[place] ^= 0x40;
      Files.write(damaged.resolve(name), bytes);
      try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 9)) {
        assertThat(checkpoints.newest()).as("byte " + place).contains(good);
        assertThat(checkpoints.passedOver())
            .singleElement()
            .satisfies(state -> assertThat(state.folder()).isEqualTo(damaged))
            .satisfies(state -> assertThat(state.fault()).isPresent());
      }
    }
    Files.delete(damaged.resolve(name));
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 9)) {
      assertThat(checkpoints.newest()).contains(good);
    }
    assertThat(CheckpointFolder.verify(folder))
        .extracting(CheckpointState::isSound)
        .containsExactly(false, true);
    assertThat(CheckpointFolder.verify(good))
        .extracting(CheckpointState::isSound)
        .containsOnly(true);
  }

  /** Earlier versions wrote no digests. */
  @Test
  void withoutDigestsSizesAreCompared() throws Exception {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 9)) {
      Path old = write(checkpoints, 1);
      String json = Files.readString(old.resolve("training.json"));
      Files.writeString(
          old.resolve("training.json"), json.replaceFirst(",?\\s*\"SHA256SUMS\": [0-9]+,?", ""));
      Files.delete(old.resolve("SHA256SUMS"));
    }
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 9)) {
      assertThat(checkpoints.newest()).isPresent();
      assertThat(CheckpointFolder.verify(folder).get(0).hasDigests()).isFalse();
    }
  }
}
