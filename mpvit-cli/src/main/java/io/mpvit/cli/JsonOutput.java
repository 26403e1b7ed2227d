/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Where a command's JSON goes.
 *
 * @param target a file, or {@code -} for standard output
 */
record JsonOutput(Path target) {

  private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();
  private static final Gson PAGE =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().setPrettyPrinting().create();

  /** Whether standard output is taken by JSON. */
  boolean isStandardOutput() {
    return target.toString().equals("-");
  }

  /** Fails early if the file could not be written in the end. */
  void check() throws IOException {
    if (!isStandardOutput()) {
      OutputFiles.check(target);
    }
  }

  /** Writes an array with one element per line. */
  void writeLines(JsonArray array, PrintWriter out) throws IOException {
    String text =
        StreamSupport.stream(array.spliterator(), false)
            .map(LINE::toJson)
            .collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
    write(array.isEmpty() ? "[]" : text, out);
  }

  /** Writes JSON, indented. */
  void write(JsonElement json, PrintWriter out) throws IOException {
    write(PAGE.toJson(json), out);
  }

  private void write(String text, PrintWriter out) throws IOException {
    if (isStandardOutput()) {
      out.println(text);
      out.flush();
    } else {
      OutputFiles.write(target, text + "\n");
    }
  }
}
