/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.mpvit.training.loop.MetricsFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The curves of a {@code metrics.jsonl}, which is read on from where it was read to. */
final class CurveData {

  private static final String EVALUATION = "evaluation";
  private static final String ITERATION = "iteration";
  private static final String RATE = "rate";

  /** What a line has besides losses. */
  private static final Set<String> OTHERS =
      Set.of(ITERATION, RATE, "gradient_norm", "samples", "seconds", "waiting");

  /** Of several numbers about one thing this one is drawn. */
  private static final String HEADLINE = "AP";

  private final Path file;
  private final Map<String, Curve> losses = new LinkedHashMap<>();
  private final Map<String, Curve> scores = new LinkedHashMap<>();
  private final Curve rate = new Curve();
  private long read;

  CurveData(Path folder) {
    file = folder.resolve(MetricsFiles.JSON_LINES);
  }

  /** Each loss by name; the sum comes first. */
  Map<String, Curve> losses() {
    return losses;
  }

  /** Scores of evaluations, by name. */
  Map<String, Curve> scores() {
    return scores;
  }

  /** The learning rate. */
  Curve rate() {
    return rate;
  }

  /** Takes in the lines that were added; an unfinished one waits for the next time. */
  void readOn() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    byte[] bytes;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(read);
      bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8L, in.length() - read)];
      in.readFully(bytes);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    String complete = text.substring(0, text.lastIndexOf('\n') + 1);
    read += complete.getBytes(StandardCharsets.UTF_8).length;
    complete.lines().forEach(this::add);
  }

  private void add(String line) {
    JsonElement parsed;
    try {
      parsed = JsonParser.parseString(line);
    } catch (JsonParseException e) {
      return; // not ours
    }
    if (!parsed.isJsonObject() || !isNumber(parsed.getAsJsonObject().get(ITERATION))) {
      return;
    }
    JsonObject row = parsed.getAsJsonObject();
    double iteration = row.get(ITERATION).getAsDouble();
    if (row.has(EVALUATION) && row.get(EVALUATION).isJsonObject()) {
      addScores(iteration, row.getAsJsonObject(EVALUATION));
      return;
    }
    for (Map.Entry<String, JsonElement> cell : row.entrySet()) {
      if (isNumber(cell.getValue())) {
        double value = cell.getValue().getAsDouble();
        if (cell.getKey().equals(RATE)) {
          rate.add(iteration, value);
        } else if (!OTHERS.contains(cell.getKey())) {
          curve(losses, cell.getKey()).add(iteration, value);
        }
      }
    }
  }

  private void addScores(double iteration, JsonObject evaluation) {
    for (Map.Entry<String, JsonElement> score : evaluation.entrySet()) {
      String name = score.getKey();
      JsonElement value = score.getValue();
      if (value.isJsonObject()) {
        value = value.getAsJsonObject().get(HEADLINE);
        name += " " + HEADLINE;
      }
      // -1 is the customary number for what is not defined; a loss has another scale.
      if (isNumber(value) && value.getAsDouble() >= 0 && !name.equals("loss")) {
        curve(scores, name).add(iteration, value.getAsDouble());
      }
    }
  }

  private static boolean isNumber(JsonElement value) {
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
  }

  private static Curve curve(Map<String, Curve> curves, String name) {
    return curves.computeIfAbsent(name, key -> new Curve());
  }
}
