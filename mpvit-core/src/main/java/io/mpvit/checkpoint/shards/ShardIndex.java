/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.shards;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.file.CheckpointFile;
import io.mpvit.checkpoint.file.HeapBudget;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says which of several files holds each tensor: JSON with a {@code weight_map} from the tensor's
 * name to the file's, as in {@code model.safetensors.index.json} and {@code
 * pytorch_model.bin.index.json}. The {@code total_size} in its {@code metadata} is not used:
 * writers do not agree on how often a tied tensor counts.
 */
public final class ShardIndex {
  private static final String WEIGHT_MAP = "weight_map";

  /** Enough for half a million tensors. */
  private static final long MAX_BYTES = 64L << 20;

  /** No separators of any system, so that a name cannot leave the index's folder. */
  private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\:\\p{Cntrl}]{1,255}");

  private final CheckpointFile file;
  private final HeapBudget budget;
  private final Map<String, String> shards = new LinkedHashMap<>();
  private boolean mapSeen;

  private ShardIndex(CheckpointFile file) {
    this.file = file;
    this.budget = new HeapBudget(file);
  }

  /**
   * Returns whether JSON text is meant as an index.
   *
   * @param name the file's name in lower case
   * @param start its first characters
   * @return by the usual ending, or because the map is in sight
   */
  public static boolean matches(String name, String start) {
    return start.stripLeading().startsWith("{")
        && (name.endsWith(".index.json") || start.contains('"' + WEIGHT_MAP + '"'));
  }

  /**
   * Reads an index.
   *
   * @param file the open index
   * @return the index
   * @throws IOException if the file cannot be read
   * @throws CheckpointException if it is no index, or names a file outside its own folder
   */
  public static ShardIndex read(CheckpointFile file) throws IOException, CheckpointException {
    ShardIndex index = new ShardIndex(file);
    index.parse(index.text());
    if (index.shards.isEmpty()) {
      throw file.damaged("index of shards without a " + WEIGHT_MAP + " that names a tensor");
    }
    return index;
  }

  /**
   * Returns the shard of each tensor.
   *
   * @return file name by tensor name, in the index's order
   */
  public Map<String, String> shards() {
    return Collections.unmodifiableMap(shards);
  }

  /**
   * Returns the names of the shards.
   *
   * @return each once, in the order in which the index mentions them
   */
  public Set<String> fileNames() {
    return new LinkedHashSet<>(shards.values());
  }

  private String text() throws IOException, CheckpointException {
    if (file.size() > MAX_BYTES) {
      throw file.damaged("index of shards of " + file.size() + " bytes: too large, refused");
    }
    // The bytes, their text, and the entries made of it.
    budget.charge(6 * file.size());
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
    file.read(0, bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw file.damaged("index of shards is no valid UTF-8", e);
    }
  }

  private void parse(String text) throws CheckpointException {
    JsonReader json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
    try {
      json.beginObject();
      while (json.hasNext()) {
        if (!json.nextName().equals(WEIGHT_MAP)) {
          json.skipValue();
        } else if (mapSeen) {
          throw file.damaged("index of shards with two of " + WEIGHT_MAP);
        } else {
          map(json);
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw file.damaged("index of shards with something after its JSON object");
      }
    } catch (IOException | IllegalStateException e) {
      // The parser's own message speaks to programmers, in two lines.
      throw file.damaged(
          "index of shards is no JSON of the expected form at "
              + CheckpointFile.quote(json.getPath())
              + ": truncated or damaged",
          e);
    }
  }

  private void map(JsonReader json) throws IOException, CheckpointException {
    mapSeen = true;
    json.beginObject();
    while (json.hasNext()) {
      budget.charge(200);
      String key = json.nextName();
      if (json.peek() != JsonToken.STRING) {
        throw file.damaged(
            "index of shards has no file name for tensor " + CheckpointFile.quote(key));
      }
      String shard = json.nextString();
      if (!FILE_NAME.matcher(shard).matches() || shard.equals(".") || shard.equals("..")) {
        throw file.damaged(
            "index of shards names the file "
                + CheckpointFile.quote(shard)
                + " for tensor "
                + CheckpointFile.quote(key)
                + ": refused, shards lie in the index's own folder");
      }
      if (shards.put(key, shard) != null) {
        throw file.damaged("index of shards names tensor " + CheckpointFile.quote(key) + " twice");
      }
    }
    json.endObject();
  }
}
