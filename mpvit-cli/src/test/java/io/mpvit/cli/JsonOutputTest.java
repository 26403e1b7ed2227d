/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonOutputTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  @Test
  void oneElementPerLine() throws Exception {
    JsonArray array = new JsonArray();
    array.add(1.5f);
    array.add("a<b");
    Path file = folder.resolve("out.json");
    Files.writeString(file, "old");
    new JsonOutput(file).writeLines(array, new PrintWriter(out));
    assertThat(file).hasContent("[\n  1.5,\n  \"a<b\"\n]\n");
    assertThat(out.toString()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void nothingFoundIsAnEmptyArray() throws Exception {
    new JsonOutput(Path.of("-")).writeLines(new JsonArray(), new PrintWriter(out));
    assertThat(out.toString().strip()).isEqualTo("[]");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsFoundBeforeTheWork() {
    assertThatThrownBy(() -> new JsonOutput(folder).check())
        .hasMessageContaining(folder + ": it is a folder");
    Path lost = folder.resolve("no/out.json");
    assertThatThrownBy(() -> new JsonOutput(lost).check())
        .hasMessageContaining("there is no folder " + folder.resolve("no"));
    assertThatThrownBy(() -> new JsonOutput(lost).write(JsonNull.INSTANCE, new PrintWriter(out)))
        .hasMessageContaining(lost.toString());
  }
}
