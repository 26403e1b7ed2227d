/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.safetensors;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.mpvit.checkpoint.file.ByteRegion;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NamedTensors;
import io.mpvit.checkpoint.tensor.Storage;
import io.mpvit.checkpoint.tensor.StoredTensor;
import io.mpvit.checkpoint.tensor.TensorLayout;
import io.mpvit.checkpoint.tensor.TensorType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the safetensors format: eight bytes of header length, a JSON header, then the elements
 * without gaps or overlaps. Everything in the header is checked, as the format's reference
 * implementation does.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class SafetensorsReader {
  /** The reference implementation's limit. */
  private static final long MAX_HEADER = 100_000_000;

  private static final String METADATA = "__metadata__";

  /** Digits of a number that may fit 64 bits. */
  private static final Pattern INTEGER = Pattern.compile("[0-9]{1,19}");

  private final CheckpointFile file;
  private final HeapBudget budget;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private long dataStart;

  private record Entry(TensorType type, long[] shape, long numel, long begin, long end) {}

  private SafetensorsReader(CheckpointFile file) {
    this.file = file;
    this.budget = new HeapBudget(file);
  }

  /**
   * Reads names and shapes; elements are read when they are asked for.
   *
   * @param file an open file
   * @return its tensors; the metadata are the attributes
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if it is damaged
   */
  public static NamedTensors read(CheckpointFile file) throws IOException, CheckpointException {
    return new SafetensorsReader(file).read();
  }

  private NamedTensors read() throws IOException, CheckpointException {
    parse(header());
    checkCoverage();
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    entries.forEach(
        (name, e) -> {
          ByteRegion bytes = file.slice(dataStart + e.begin, e.end - e.begin);
          Storage storage =
              Storage.over(e.type, "tensor " + CheckpointFile.quote(name), bytes, false);
          TensorLayout layout = TensorLayout.dense(e.shape);
          tensors.put(name, new StoredTensor(file, storage, e.type, layout));
        });
    if (tensors.isEmpty()) {
      throw file.damaged("safetensors header without any tensor, no state dict");
    }
    return new NamedTensors(tensors, List.of(), metadata, Map.of(), Map.of());
  }

  private String header() throws IOException, CheckpointException {
    if (file.size() < Long.BYTES) {
      throw file.damaged("safetensors file shorter than its 8-byte header length: truncated");
    }
    ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.read(0, prefix);
    long length = prefix.getLong(0);
    if (length < 2 || length > MAX_HEADER || length > file.size() - Long.BYTES) {
      throw file.damaged(
          "safetensors header length of "
              + Long.toUnsignedString(length)
              + " bytes in a file of "
              + file.size()
              + ": truncated, or not a safetensors file");
    }
    dataStart = Long.BYTES + length;
    // The bytes, their text, and the entries made of it.
    budget.charge(6 * length);
    ByteBuffer bytes = ByteBuffer.allocate((int) length);
    file.read(Long.BYTES, bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
      if (text.charAt(0) != '{') {
        throw file.damaged("safetensors header does not begin with '{': invalid");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw file.damaged("safetensors header is no valid UTF-8", e);
    }
  }

  private void parse(String header) throws CheckpointException {
    JsonReader json = new JsonReader(new StringReader(header));
    json.setStrictness(Strictness.STRICT);
    try {
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (name.equals(METADATA)) {
          metadata(json);
        } else if (entries.put(name, entry(json, name)) != null) {
          throw invalid(name, "occurs twice");
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw file.damaged("safetensors header with something after its JSON object");
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // The parser's own message speaks to programmers, in two lines.
      throw file.damaged(
          "safetensors header is no valid JSON at " + CheckpointFile.quote(json.getPath()), e);
    }
  }

  private void metadata(JsonReader json) throws IOException, CheckpointException {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (json.peek() != JsonToken.STRING || metadata.put(key, json.nextString()) != null) {
        throw file.damaged(
            "safetensors __metadata__ entry "
                + CheckpointFile.quote(key)
                + " is no text, or occurs twice");
      }
    }
    json.endObject();
  }

  private Entry entry(JsonReader json, String name) throws IOException, CheckpointException {
    budget.charge(400);
    String dtype = null;
    long[] shape = null;
    long[] offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      String field = json.nextName();
      switch (field) {
        case "dtype" -> {
          if (dtype != null || json.peek() != JsonToken.STRING) {
            throw invalid(name, "has an invalid dtype");
          }
          dtype = json.nextString();
        }
        case "shape" -> shape = once(json, shape, name, "shape");
        case "data_offsets" -> offsets = once(json, offsets, name, "data_offsets");
        default -> throw invalid(name, "has an unknown field " + CheckpointFile.quote(field));
      }
    }
    json.endObject();
    if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
      throw invalid(name, "lacks its dtype, shape or data_offsets");
    }
    return checked(name, dtype, shape, offsets[0], offsets[1]);
  }

  private Entry checked(String name, String dtype, long[] shape, long begin, long end)
      throws CheckpointException {
    TensorType type = TensorType.ofSafetensors(dtype).orElse(null);
    if (type == null) {
      throw invalid(name, "has the unsupported dtype " + CheckpointFile.quote(dtype));
    }
    long numel = TensorLayout.checkShape(file, shape);
    if (begin < 0 || end < begin || end > file.size() - dataStart) {
      throw invalid(
          name, "has data offsets " + begin + " to " + end + " outside the file: truncated");
    }
    if (numel > Long.MAX_VALUE / type.byteSize() || end - begin != numel * type.byteSize()) {
      throw invalid(name, "has " + (end - begin) + " bytes for " + numel + " elements of " + dtype);
    }
    return new Entry(type, shape, numel, begin, end);
  }

  private long[] once(JsonReader json, long[] before, String name, String field)
      throws IOException, CheckpointException {
    List<Long> values = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      // nextLong would accept texts and fractions.
      String number = json.peek() == JsonToken.NUMBER ? json.nextString() : "";
      // Nineteen digits fit an unsigned long; those beyond a signed one come out negative.
      long value = INTEGER.matcher(number).matches() ? Long.parseUnsignedLong(number) : -1;
      if (value < 0 || values.size() >= 64) {
        throw invalid(name, "has a " + field + " that is no list of integers");
      }
      values.add(value);
    }
    json.endArray();
    if (before != null) {
      throw invalid(name, "has its " + field + " twice");
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /** The tensors must cover the data exactly, in whatever order the header names them. */
  private void checkCoverage() throws CheckpointException {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long next = 0;
    for (Entry entry : sorted) {
      if (entry.begin != next) {
        throw file.damaged(
            "safetensors data offsets overlap or leave a gap at byte " + next + ": invalid");
      }
      next = entry.end;
    }
    if (next != file.size() - dataStart) {
      throw file.damaged(
          "safetensors file has "
              + (file.size() - dataStart)
              + " bytes of data, its header covers "
              + next);
    }
  }

  private CheckpointException invalid(String name, String problem) {
    return file.damaged("safetensors tensor " + CheckpointFile.quote(name) + " " + problem);
  }
}
