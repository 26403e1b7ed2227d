/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.safetensors;

import com.google.gson.stream.JsonWriter;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointOutput;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the safetensors format. The header keeps the order of the names; the data are sorted by
 * element size, largest first, so that every tensor is aligned. The format has no sharing: a tied
 * tensor is written under each of its names. Equal input gives equal bytes.
 */
public final class SafetensorsWriter {
  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes a file that appears complete or not at all.
   *
   * @param weights what to write, named in this order
   * @param target the file
   * @param metadata texts for {@code __metadata__}
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}
   * @throws IOException if the target cannot be written
   * @throws CheckpointException if the file that the weights are read from is damaged
   */
  public static void write(
      Map<String, CheckpointTensor> weights, Path target, Map<String, String> metadata)
      throws IOException, CheckpointException {
    if (weights.keySet().contains(METADATA)) {
      throw new IllegalArgumentException(
          target + ": a .safetensors file cannot hold a tensor named " + METADATA);
    }
    List<String> order =
        weights.keySet().stream()
            .sorted(Comparator.comparingInt(k -> -weights.get(k).type().byteSize()))
            .toList();
    CheckpointOutput.write(
        target,
        channel -> {
          writeFully(channel, header(weights, order, metadata));
          for (String name : order) {
            weights.get(name).writeTo(channel);
          }
        });
  }

  private static ByteBuffer header(
      Map<String, CheckpointTensor> weights, List<String> order, Map<String, String> metadata)
      throws IOException {
    Map<String, Long> begins = new HashMap<>();
    long next = 0;
    for (String name : order) {
      begins.put(name, next);
      next += weights.get(name).byteSize();
    }
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(false);
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(METADATA).beginObject();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      for (String name : weights.keySet()) {
        describe(json, name, weights.get(name), begins.get(name));
      }
      json.endObject();
    }
    // Strict: a lone surrogate in a name has no UTF-8, and '?' would be another name.
    ByteBuffer bytes =
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.getBuffer()));
    int length = (bytes.remaining() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(length)
            .put(bytes);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static void describe(JsonWriter json, String name, CheckpointTensor tensor, long begin)
      throws IOException {
    json.name(name).beginObject();
    json.name("dtype").value(tensor.type().safetensorsName());
    json.name("shape").beginArray();
    for (long size : tensor.shape()) {
      json.value(size);
    }
    json.endArray();
    json.name("data_offsets").beginArray().value(begin).value(begin + tensor.byteSize());
    json.endArray().endObject();
  }

  private static void writeFully(FileChannel channel, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      channel.write(data);
    }
  }
}
