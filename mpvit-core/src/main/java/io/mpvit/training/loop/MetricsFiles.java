/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.mpvit.work.AtomicOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps what every step did in {@code metrics.jsonl} and {@code metrics.csv}, complete lines at any
 * moment. What was observed beside the losses has columns of its own in the latter, and is an
 * object {@value #OBSERVED} in the former. A resumed training drops the lines of steps that it
 * repeats, so that each step stands there once. Scores stand in {@code metrics.jsonl} too, on lines
 * of their own.
 */
public final class MetricsFiles implements TrainingListener {

  /** One JSON object per step. */
  public static final String JSON_LINES = "metrics.jsonl";

  /** One row per step, the first has the names. */
  public static final String CSV = "metrics.csv";

  private static final String ITERATION = "iteration";
  private static final String EVALUATION = "evaluation";
  private static final String OBSERVED = "observed";
  private static final Gson GSON = new Gson();

  private final Path json;
  private final Path csv;

  /**
   * Creates the listener.
   *
   * @param folder where the files are
   */
  public MetricsFiles(Path folder) {
    json = folder.resolve(JSON_LINES);
    csv = folder.resolve(CSV);
  }

  @Override
  public void started(long iteration, long iterations) throws IOException {
    keep(json, line -> jsonIteration(line) <= iteration);
    keep(csv, line -> line.startsWith(ITERATION) || csvIteration(line) <= iteration);
  }

  /** Lines that are to stay; an unfinished one was never written as far as anyone is concerned. */
  private interface Wanted {
    boolean test(String line);
  }

  private static void keep(Path file, Wanted wanted) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String complete = text.substring(0, text.lastIndexOf('\n') + 1);
    String kept =
        complete
            .lines()
            .filter(wanted::test)
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    if (!kept.equals(text)) {
      AtomicOutput.write(file, out -> out.write(kept));
    }
  }

  private static long jsonIteration(String line) {
    try {
      JsonElement parsed = JsonParser.parseString(line);
      return parsed.isJsonObject() && parsed.getAsJsonObject().has(ITERATION)
          ? parsed.getAsJsonObject().get(ITERATION).getAsLong()
          : Long.MAX_VALUE;
    } catch (JsonParseException | NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static long csvIteration(String line) {
    try {
      return Long.parseLong(line.substring(0, Math.max(line.indexOf(','), 0)));
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public void step(StepReport report) throws IOException {
    Map<String, Double> observed = report.losses().observed();
    Map<String, Object> row = row(report);
    Map<String, Object> line = new LinkedHashMap<>(row);
    if (!observed.isEmpty()) {
      line.put(OBSERVED, observed);
    }
    append(json, GSON.toJson(line) + "\n");
    row.putAll(observed);
    String header =
        Files.exists(csv) && Files.size(csv) > 0 ? "" : String.join(",", row.keySet()) + "\n";
    List<String> cells = new ArrayList<>();
    row.values().forEach(value -> cells.add(value == null ? "" : value.toString()));
    append(csv, header + String.join(",", cells) + "\n");
  }

  private static Map<String, Object> row(StepReport report) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put(ITERATION, report.iteration());
    row.put("loss", report.loss());
    row.putAll(report.losses().parts());
    row.put("rate", report.rate());
    // JSON has no infinity: a step that was not taken has no norm.
    row.put("gradient_norm", Double.isFinite(report.gradientNorm()) ? report.gradientNorm() : null);
    row.put("samples", report.samples());
    row.put("seconds", report.seconds());
    row.put("waiting", report.waiting());
    return row;
  }

  /**
   * Adds scores.
   *
   * @param iteration how many steps were done
   * @param scores what was measured
   * @throws IOException if the file cannot be written
   */
  public void scores(long iteration, JsonObject scores) throws IOException {
    JsonObject line = new JsonObject();
    line.addProperty(ITERATION, iteration);
    line.add(EVALUATION, scores);
    append(json, GSON.toJson(line) + "\n");
  }

  /**
   * Finds scores that were added.
   *
   * @param iteration how many steps were done
   * @return the last scores after so many steps; empty if there are none
   * @throws IOException if the file cannot be read
   */
  public Optional<JsonObject> scoresOf(long iteration) throws IOException {
    if (!Files.exists(json)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(json)) {
      return lines
          .filter(line -> line.contains("\"" + EVALUATION + "\""))
          .filter(line -> jsonIteration(line) == iteration)
          .map(line -> JsonParser.parseString(line).getAsJsonObject().getAsJsonObject(EVALUATION))
          .reduce((first, second) -> second);
    }
  }

  /**
   * Whether scores were added.
   *
   * @param iteration how many steps were done
   * @return whether there is a line of scores after so many steps
   * @throws IOException if the file cannot be read
   */
  public boolean hasScores(long iteration) throws IOException {
    return scoresOf(iteration).isPresent();
  }

  /** One write, so that a killed process leaves at most the last line unfinished. */
  private static void append(Path file, String text) throws IOException {
    Files.write(
        file,
        text.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
