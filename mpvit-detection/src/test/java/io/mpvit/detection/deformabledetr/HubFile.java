/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.BlockStateDict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The names that a file of the hub has, and where their values are in the original's. */
record HubFile(List<Row> rows) {

  /**
   * One tensor.
   *
   * @param key the hub's name
   * @param shape its shape
   * @param original the original's name
   * @param from the first row in the original's tensor; -1 for the whole
   * @param to the row after the last
   * @param saved whether transformers 5.18 writes this name to .safetensors
   */
  record Row(String key, long[] shape, String original, long from, long to, boolean saved) {}

  static HubFile of(String variant) {
    String resource = "/reference/hf_deformable_detr/keys_" + variant + ".tsv";
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(HubFile.class.getResourceAsStream(resource), resource),
                StandardCharsets.UTF_8))) {
      return new HubFile(reader.lines().skip(1).map(HubFile::row).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    String[] cells = line.split("\t", -1);
    long[] shape = Arrays.stream(cells[1].split(",")).mapToLong(Long::parseLong).toArray();
    long[] range =
        cells[3].isEmpty()
            ? new long[] {-1, -1}
            : Arrays.stream(cells[3].split(":")).mapToLong(Long::parseLong).toArray();
    return new Row(cells[0], shape, cells[2], range[0], range[1], cells[4].equals("yes"));
  }

  /** The tensors of a network under the hub's names: all, or those that .safetensors have. */
  Map<String, CheckpointTensor> tensors(TorchBlock network, boolean savedOnly) {
    Map<String, CheckpointTensor> own = BlockStateDict.of(network).tensors();
    Map<String, CheckpointTensor> file = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.saved || !savedOnly) {
        CheckpointTensor whole = own.get(row.original);
        file.put(row.key, row.from < 0 ? whole : whole.rows(row.from, row.to));
      }
    }
    return file;
  }
}
