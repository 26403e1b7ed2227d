/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.mpvit.checkpoint.file.CheckpointException;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.NarrowFloats;
import io.mpvit.checkpoint.tensor.TensorType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a fixture whole and compares with the index; used inside the small child JVM and outside.
 */
final class FixtureChecker {

  private FixtureChecker() {}

  /** Returns what is wrong, or the empty text. Anything but a clean failure passes through. */
  static String check(Fixtures.Fixture fixture) throws IOException {
    List<String> problems = new ArrayList<>();
    try (StateDict weights = StateDict.open(fixture.path())) {
      if (fixture.outcome().equals("error")) {
        readAll(weights);
        return "loaded, but must fail";
      }
      if (fixture.expected() == null) {
        readAll(weights);
      } else {
        compare(weights, fixture.expected(), problems);
      }
    } catch (CheckpointException e) {
      if (fixture.outcome().equals("value")) {
        return "must load: " + e.getMessage();
      }
      checkMessage(fixture, e.getMessage(), problems);
    }
    return String.join("; ", problems);
  }

  static void readAll(StateDict weights) throws IOException, CheckpointException {
    for (CheckpointTensor tensor : weights.tensors().values()) {
      tensor.read();
    }
  }

  private static void checkMessage(
      Fixtures.Fixture fixture, String message, List<String> problems) {
    String lower = message.toLowerCase(Locale.ROOT);
    String reason = lower.replace(fixture.path().toString().toLowerCase(Locale.ROOT), "");
    if (!message.contains(fixture.name())) {
      problems.add("message does not name the file: " + message);
    }
    if (!fixture.hints().isEmpty()
        && fixture.hints().stream().noneMatch(h -> reason.contains(h.toLowerCase(Locale.ROOT)))) {
      problems.add("message has none of " + fixture.hints() + ": " + message);
    }
  }

  private static void compare(StateDict weights, JsonObject expected, List<String> problems)
      throws IOException, CheckpointException {
    List<String> path = new ArrayList<>();
    expected.getAsJsonArray("root_path").forEach(e -> path.add(e.getAsString()));
    same("root path", path, weights.rootPath(), problems);
    List<String> names = new ArrayList<>();
    JsonArray tensors = expected.getAsJsonArray("tensors");
    tensors.forEach(t -> names.add(t.getAsJsonObject().get("name").getAsString()));
    same("names", names, List.copyOf(weights.keys()), problems);
    for (JsonElement element : tensors) {
      JsonObject tensor = element.getAsJsonObject();
      String name = tensor.get("name").getAsString();
      if (weights.find(name).isPresent()) {
        compare(name, weights.get(name), tensor, problems);
      }
    }
    for (Map.Entry<String, JsonElement> other : expected.getAsJsonObject("other").entrySet()) {
      Object value = weights.attributes().get(other.getKey());
      same(other.getKey(), other.getValue(), toJson(value), problems);
    }
  }

  private static void compare(
      String name, CheckpointTensor tensor, JsonObject expected, List<String> problems)
      throws IOException, CheckpointException {
    same(name + " dtype", expected.get("dtype").getAsString(), tensor.type().torchName(), problems);
    JsonArray shape = new JsonArray();
    for (long size : tensor.shape()) {
      shape.add(size);
    }
    same(name + " shape", expected.get("shape"), shape, problems);
    same(name + " numel", expected.get("numel").getAsLong(), tensor.numel(), problems);
    ByteBuffer data = tensor.read();
    same(name + " sha256", expected.get("sha256").getAsString(), sha256(data), problems);
    JsonArray values = expected.getAsJsonArray("values");
    for (int i = 0; values != null && i < values.size(); i++) {
      String wanted = normal(values.get(i).getAsString());
      same(name + " value " + i, wanted, normal(value(tensor.type(), data, i)), problems);
    }
  }

  static String sha256(ByteBuffer data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(data.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String value(TensorType type, ByteBuffer data, int i) {
    return switch (type) {
      case FLOAT32 -> Double.toString(data.getFloat(i * 4));
      case FLOAT64 -> Double.toString(data.getDouble(i * 8));
      case FLOAT16 ->
          Double.toString(Float.intBitsToFloat(NarrowFloats.fromHalf(data.getShort(i * 2))));
      case BFLOAT16 -> Double.toString(Float.intBitsToFloat(data.getShort(i * 2) << 16));
      case INT64 -> Long.toString(data.getLong(i * 8));
      case INT32 -> Integer.toString(data.getInt(i * 4));
      case INT16 -> Short.toString(data.getShort(i * 2));
      case UINT16 -> Integer.toString(Short.toUnsignedInt(data.getShort(i * 2)));
      case INT8 -> Byte.toString(data.get(i));
      case UINT8 -> Integer.toString(Byte.toUnsignedInt(data.get(i)));
      case BOOL -> Boolean.toString(data.get(i) == 1);
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  /** One spelling for equal numbers; texts such as NaN and -0.0 keep theirs. */
  private static String normal(String number) {
    if (number.matches("-0\\.0|[a-zA-Z-]+")) {
      return number;
    }
    // JDK 17 does not always print the shortest decimal of a double.
    return number.matches("-?[0-9]+")
        ? number
        : new BigDecimal(Double.parseDouble(number)).stripTrailingZeros().toPlainString();
  }

  private static JsonElement toJson(Object value) {
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(v -> array.add(toJson(v)));
      return array;
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value.toString());
  }

  private static void same(String what, Object wanted, Object found, List<String> problems) {
    if (!wanted.equals(found)) {
      problems.add(what + ": expected " + wanted + ", found " + found);
    }
  }
}
