/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.zoo.measure.ForwardResult;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What {@code mpvit bench} found.
 *
 * @param model the model's name
 * @param features whether the backbone alone was measured
 * @param device where
 * @param precision the number format
 * @param threads the engine's threads
 * @param loadingSeconds how long loading the weights took, if there were any
 * @param result the forwards
 */
record BenchReport(
    String model,
    boolean features,
    String device,
    String precision,
    int threads,
    OptionalDouble loadingSeconds,
    ForwardResult result) {

  private static final double GIGA = 1e9;
  private static final double MEGA = 1e6;
  private static final double MILLI = 1e3;

  void print(PrintWriter out) {
    out.printf(
        "%s%s at %s, %s, %s, threads: %d%n",
        model, features ? " (backbone)" : "", shape(), device, precision, threads);
    if (loadingSeconds.isPresent()) {
      line(out, "loading", "%.2f s", loadingSeconds.getAsDouble());
    }
    line(out, "first image", "%.1f ms", MILLI * result.first());
    line(out, "second", "%.1f ms", MILLI * result.second());
    line(out, "median", "%.1f ms", MILLI * result.median());
    line(out, "best", "%.1f ms", MILLI * result.best());
    line(out, "processor", "%.1f ms", MILLI * result.medianProcessor());
    line(out, "throughput", "%.2f images/s", result.imagesPerSecond());
    line(out, "operations", "%.3f GMACs", result.macs() / GIGA);
    line(out, "product", "%.1f GFLOP/s", result.productRate() / GIGA);
    line(out, "efficiency", "%.3f", result.efficiency());
    if (result.peakBytes().isPresent()) {
      line(out, "memory", "%.0f MB above the model", result.peakBytes().getAsLong() / MEGA);
    } else {
      line(out, "memory", "n/a");
    }
    out.flush();
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("model", model);
    json.addProperty("features", features);
    JsonArray input = new JsonArray();
    for (long axis : result.input().getShape()) {
      input.add(axis);
    }
    json.add("input", input);
    json.addProperty("device", device);
    json.addProperty("precision", precision);
    json.addProperty("threads", threads);
    json.addProperty(
        "loading_seconds",
        loadingSeconds.isPresent() ? (Double) loadingSeconds.getAsDouble() : null);
    json.addProperty("first_seconds", result.first());
    json.addProperty("second_seconds", result.second());
    json.addProperty("median_seconds", result.median());
    json.addProperty("best_seconds", result.best());
    JsonArray seconds = new JsonArray();
    result.seconds().forEach(seconds::add);
    json.add("seconds", seconds);
    JsonArray processor = new JsonArray();
    result.processorSeconds().forEach(processor::add);
    json.add("processor_seconds", processor);
    json.addProperty("images_per_second", result.imagesPerSecond());
    json.addProperty("macs", result.macs());
    json.addProperty("product_flops_per_second", result.productRate());
    json.addProperty("efficiency", result.efficiency());
    json.addProperty(
        "peak_bytes",
        result.peakBytes().isPresent() ? (Long) result.peakBytes().getAsLong() : null);
    return json;
  }

  private String shape() {
    StringBuilder text = new StringBuilder();
    for (long axis : result.input().getShape()) {
      text.append(text.isEmpty() ? "" : "x").append(axis);
    }
    return text.toString();
  }

  private static void line(PrintWriter out, String title, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-12s %s%n", title, String.format(Locale.ROOT, format, values));
  }
}
