/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.checkpoint.CheckpointWriter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.WriteOptions;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.cli.Cli.Result;
import io.mpvit.weights.ClassLabels;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertCommandTest {

  @TempDir private Path folder;
  private Path in;
  private final Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();

  @BeforeEach
  void writeInput() throws Exception {
    tensors.put("b.weight", CheckpointTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    tensors.put("a.half", CheckpointTensor.of(TensorType.FLOAT16, ByteBuffer.allocate(4), 2));
    tensors.put("count", CheckpointTensor.of(TensorType.INT64, ByteBuffer.allocate(8)));
    in = folder.resolve("in.pth");
    CheckpointWriter.write(
        StateDict.of("in", tensors), in, WriteOptions.defaults().withRootEntry("teacher"));
  }

  @Test
  void thereAndBack() throws Exception {
    Path there = folder.resolve("there.safetensors");
    Path back = folder.resolve("back.pth");
    assertThat(Cli.run("convert", in, there, "--entry", "teacher"))
        .isEqualTo(new Result(0, "", "wrote 3 tensors to " + there + System.lineSeparator()));
    assertThat(Cli.run("convert", there, back).status()).isZero();
    try (StateDict result = StateDict.open(back)) {
      assertThat(result.keys()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
      for (String key : tensors.keySet()) {
        CheckpointTensor tensor = result.get(key);
        assertThat(tensor.type()).isEqualTo(tensors.get(key).type());
        assertThat(tensor.shape()).isEqualTo(tensors.get(key).shape());
        assertThat(tensor.read()).isEqualTo(tensors.get(key).read());
      }
    }
  }

  @Test
  void anExistingFileIsReplacedOnRequestOnly() throws Exception {
    Path out = Files.writeString(folder.resolve("out.pth"), "precious");
    Result refused = Cli.run("convert", in, out, "--entry", "teacher");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains(out + " exists already; --force replaces it");
    assertThat(out).hasContent("precious");
    // A failed run leaves it alone, too.
    assertThat(Cli.run("convert", in, out, "--entry", "none", "--force").status()).isEqualTo(1);
    assertThat(out).hasContent("precious");
    assertThat(Cli.run("convert", in, out, "--entry", "teacher", "--force").status()).isZero();
    try (StateDict result = StateDict.open(out)) {
      assertThat(result.keys()).hasSize(3);
    }
  }

  @Test
  void neverOntoItself() throws Exception {
    byte[] before = Files.readAllBytes(in);
    Path link = Files.createSymbolicLink(folder.resolve("link.pth"), in);
    assertThat(Cli.run("convert", in, link, "--entry", "teacher", "--force").status()).isEqualTo(2);
    assertThat(Files.readAllBytes(in)).isEqualTo(before);
  }

  @Test
  void shardsBecomeOneFile() throws Exception {
    Path shard = folder.resolve("a-00001-of-00001.safetensors");
    assertThat(Cli.run("convert", in, shard, "--entry", "teacher").status()).isZero();
    Path index =
        Files.writeString(
            folder.resolve("a.safetensors.index.json"),
            "{\"weight_map\": {\"b.weight\": \"x\", \"a.half\": \"x\", \"count\": \"x\"}}"
                .replace("\"x\"", '"' + shard.getFileName().toString() + '"'));
    byte[] before = Files.readAllBytes(shard);
    Result refused = Cli.run("convert", index, shard, "--force");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("a shard of IN");
    assertThat(Files.readAllBytes(shard)).isEqualTo(before);
    Path out = folder.resolve("one.pth");
    assertThat(Cli.run("convert", index, out).status()).isZero();
    try (StateDict result = StateDict.open(out)) {
      assertThat(result.keys()).containsExactly("b.weight", "a.half", "count");
    }
    Result inspected = Cli.run("inspect", index);
    assertThat(inspected.out()).contains("index of shards");
  }

  @Test
  void toHalfTheSize() throws Exception {
    Path out = folder.resolve("half.safetensors");
    assertThat(Cli.run("convert", in, out, "--entry", "teacher", "--dtype", "fp16").status())
        .isZero();
    try (StateDict result = StateDict.open(out)) {
      assertThat(result.get("b.weight").type()).isEqualTo(TensorType.FLOAT16);
      assertThat(result.get("count").type()).isEqualTo(TensorType.INT64);
    }
    assertThat(Cli.run("convert", in, out, "--force", "--dtype", "int8").status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"a.pth, state_dict", "a.pt, state_dict", "a.pkl, model", "b.safetensors, ''"})
  void namesOfClassesGoAlong(String name, String entry) throws Exception {
    Path bundled = BundledFiles.file(BundledFiles.DETECTOR);
    Path out = folder.resolve(name);
    Result result = Cli.run("convert", bundled, out);
    assertThat(result.status()).isZero();
    assertThat(result.err())
        .hasLineCount(1)
        .contains("wrote 526 tensors to " + out)
        .contains("with the names of the classes");
    Path back = folder.resolve("back.safetensors");
    assertThat(Cli.run("convert", out, back).status()).isZero();
    try (StateDict from = StateDict.open(bundled);
        StateDict written = StateDict.open(out);
        StateDict again = StateDict.open(back)) {
      assertThat(String.join(".", written.rootPath())).isEqualTo(entry);
      assertThat(ClassLabels.of(written)).isPresent().isEqualTo(ClassLabels.of(from));
      assertThat(ClassLabels.of(again)).isEqualTo(ClassLabels.of(from));
    }
  }

  @Test
  void whatIsLeftBehindIsSaid() throws Exception {
    Path rich = folder.resolve("rich.pth");
    CheckpointWriter.write(
        StateDict.of("in", tensors),
        rich,
        WriteOptions.defaults()
            .withRootEntry("model")
            .withMembers(Map.of("epoch", 3, "args", Map.of("lr", List.of("0.1")))));
    Result result = Cli.run("convert", rich, folder.resolve("rich.safetensors"));
    assertThat(result.status()).isZero();
    assertThat(result.err().lines().toList().get(1))
        .startsWith("left behind: ")
        .contains("epoch", "args")
        .doesNotContain("model");
  }
}
