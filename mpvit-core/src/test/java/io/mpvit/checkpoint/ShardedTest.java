/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State dicts in several files: all or nothing, and one line that says what lacks. */
class ShardedTest {
  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";

  @TempDir Path folder;
  private Path index;

  /** The second shard holds the first and the last of the index's tensors. */
  @BeforeEach
  void write() throws Exception {
    shard(FIRST, "b", "c");
    shard(SECOND, "a", "d");
    index = index(Map.of("a", SECOND, "b", FIRST, "c", FIRST, "d", SECOND));
  }

  private static CheckpointTensor tensor(String key) {
    float[] values = new float[1000];
    Arrays.fill(values, key.charAt(0));
    return CheckpointTensor.of(values, 10, 100);
  }

  private void shard(String name, String... keys) throws Exception {
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (String key : keys) {
      tensors.put(key, tensor(key));
    }
    Path target = folder.resolve(name.endsWith(".bin") ? name + ".pth" : name);
    CheckpointWriter.write(
        StateDict.of("shard", tensors),
        target,
        name.endsWith(".bin")
            ? WriteOptions.defaults()
            : WriteOptions.defaults().withMetadata(Map.of("format", "pt")));
    if (name.endsWith(".bin")) {
      Files.move(target, folder.resolve(name));
    }
  }

  private Path index(Map<String, String> shards) throws IOException {
    String map =
        shards.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> "\"" + e.getKey() + "\": \"" + e.getValue() + "\"")
            .collect(Collectors.joining(",\n"));
    return text("{\"metadata\": {\"total_size\": 16000}, \"weight_map\": {" + map + "}}\n");
  }

  private Path text(String content) throws IOException {
    return Files.writeString(folder.resolve("model.safetensors.index.json"), content);
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> StateDict.open(index))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(index + ": ")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(parts);
  }

  @Test
  void shardsAreOneStateDict() throws Exception {
    try (StateDict weights = StateDict.open(index)) {
      assertThat(weights.container()).isEqualTo(Container.SHARDS);
      assertThat(weights.keys()).containsExactly("a", "b", "c", "d");
      assertThat(weights.file()).isEqualTo(index);
      assertThat(weights.files())
          .containsExactly(index, folder.resolve(SECOND), folder.resolve(FIRST));
      assertThat(weights.attributes()).containsEntry("format", "pt");
      for (String key : weights.keys()) {
        assertThat(weights.get(key).shape()).containsExactly(10, 100);
        assertThat(weights.get(key).read()).isEqualTo(tensor(key).read());
      }
    }
  }

  @Test
  void torchShardsAreReadByContent() throws Exception {
    shard("pytorch_model-00001-of-00002.bin", "x");
    shard("pytorch_model-00002-of-00002.bin", "y");
    index =
        index(
            Map.of(
                "x", "pytorch_model-00001-of-00002.bin", "y", "pytorch_model-00002-of-00002.bin"));
    Path named = Files.move(index, folder.resolve("pytorch_model.bin.index.json"));
    try (StateDict weights = StateDict.open(named)) {
      assertThat(weights.keys()).containsExactly("x", "y");
      assertThat(weights.get("y").read()).isEqualTo(tensor("y").read());
    }
  }

  @Test
  void closingClosesEveryShard() throws Exception {
    StateDict weights = StateDict.open(index);
    weights.close();
    assertThatThrownBy(() -> weights.get("a").read()).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> weights.get("b").read()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void linksAreFollowedFromWhereTheyLie() throws Exception {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot"));
    Path blobs = Files.createDirectory(folder.resolve("blobs"));
    for (String name : List.of(FIRST, SECOND, index.getFileName().toString())) {
      Path blob = Files.move(folder.resolve(name), blobs.resolve("blob" + name.hashCode()));
      Files.createSymbolicLink(snapshot.resolve(name), blob);
    }
    try (StateDict weights = StateDict.open(snapshot.resolve(index.getFileName()))) {
      assertThat(weights.get("d").read()).isEqualTo(tensor("d").read());
    }
  }

  @Test
  void aShardIsNotOverwritten() throws Exception {
    try (StateDict weights = StateDict.open(index)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> CheckpointWriter.write(weights, folder.resolve(FIRST)))
          .withMessageContaining("the output is the input");
      Path whole = folder.resolve("whole.safetensors");
      CheckpointWriter.write(weights, whole);
      try (StateDict read = StateDict.open(whole)) {
        WriterTest.assertSame(weights, read);
      }
    }
  }

  @Test
  void aMissingShardIsNamed() throws Exception {
    Files.delete(folder.resolve(FIRST));
    refused("1 of 2 shards missing", "'" + FIRST + "'", "tensor 'b'", "beside the index");
  }

  @Test
  void aTruncatedShardIsNamed() throws Exception {
    byte[] whole = Files.readAllBytes(folder.resolve(SECOND));
    for (int length : new int[] {0, 5, 100, whole.length / 2, whole.length - 1}) {
      Files.write(folder.resolve(SECOND), Arrays.copyOf(whole, length));
      refused("its shard '" + SECOND + "'", "get that shard again");
    }
  }

  @Test
  void aKeyThatItsShardLacksIsNamed() throws Exception {
    shard(FIRST, "b");
    refused("its shard '" + FIRST + "' lacks tensor 'c'", "again");
    shard(FIRST, "b", "c");
    index(Map.of("a", SECOND, "b", SECOND, "c", FIRST, "d", SECOND));
    refused("its shard '" + SECOND + "' lacks tensor 'b', which is in '" + FIRST + "'");
  }

  @Test
  void aKeyInTwoShardsIsNamed() throws Exception {
    shard(FIRST, "b", "c", "d");
    refused("tensor 'd' is in two shards", "'" + FIRST + "'", "'" + SECOND + "'", "again");
  }

  @Test
  void aKeyThatTheIndexDoesNotNameIsNamed() throws Exception {
    shard(SECOND, "a", "d", "e");
    refused("its shard '" + SECOND + "' holds tensor 'e', which the index does not name", "again");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../other.safetensors",
        "/etc/passwd",
        "sub/one.safetensors",
        "..",
        ".",
        "",
        "..\\\\other.safetensors",
        "C:other.safetensors",
        "a\\u0000b",
        "a\\nb"
      })
  void shardNamesStayInTheFolder(String name) throws Exception {
    index(Map.of("a", name));
    refused("for tensor 'a': refused, shards lie in the index's own folder");
  }

  @Test
  void anIndexIsNoShard() throws Exception {
    index(Map.of("a", "model.safetensors.index.json"));
    refused("its shard 'model.safetensors.index.json'", "JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"weight_map\": {\"a\": \"" + SECOND + "\"",
        "{\"weight_map\": {\"a\": 1}}",
        "{\"weight_map\": {\"a\": \"" + SECOND + "\", \"a\": \"" + SECOND + "\"}}",
        "{\"weight_map\": {}}",
        "{\"weight_map\": {}, \"weight_map\": {}}",
        "{\"weight_map\": []}",
        "{\"metadata\": {}}",
        "{\"weight_map\": {\"a\": \"" + SECOND + "\"}} more",
        "{'weight_map': {}}"
      })
  void malformedIndicesAreRefused(String json) throws Exception {
    text(json);
    refused("index of shards");
  }

  @Test
  void otherJsonIsNoIndex() throws Exception {
    Path file = Files.writeString(folder.resolve("answer.json"), "{\"error\": \"not found\"}");
    assertThatThrownBy(() -> StateDict.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("this is JSON text");
    // Known by its map where it has another name.
    Path renamed = Files.move(index, folder.resolve("renamed.json"));
    try (StateDict weights = StateDict.open(renamed)) {
      assertThat(weights.keys()).hasSize(4);
    }
  }

  @Test
  void failuresLeaveNoFileOpen() throws Exception {
    shard(SECOND, "a", "d", "e");
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    long before = system.getOpenFileDescriptorCount();
    for (int i = 0; i < 200; i++) {
      refused("does not name");
    }
    assertThat(system.getOpenFileDescriptorCount()).isLessThan(before + 100);
  }
}
