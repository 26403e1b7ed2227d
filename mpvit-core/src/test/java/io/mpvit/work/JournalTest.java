/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir private Path folder;

  private static JsonObject header(String model, int batch) {
    JsonObject settings = new JsonObject();
    settings.addProperty("batch", batch);
    settings.addProperty("score", 0.05);
    JsonObject header = new JsonObject();
    header.addProperty("model", model);
    header.add("settings", settings);
    return header;
  }

  private static JsonObject record(int i) {
    JsonObject record = new JsonObject();
    record.addProperty("i", i);
    record.addProperty("text", "ä\n\"" + i);
    return record;
  }

  private static List<JsonObject> records(Journal journal) throws IOException {
    List<JsonObject> records = new ArrayList<>();
    journal.read(records::add);
    return records;
  }

  /** Goes on from whatever is there until there are five records. */
  private static void complete(Path file) throws IOException {
    try (Journal journal = Journal.open(file, header("a", 1))) {
      for (int i = (int) journal.records(); i < 5; i++) {
        journal.append(record(i));
      }
      assertThat(records(journal)).hasSize(5).element(4).isEqualTo(record(4));
    }
  }

  @Test
  void cutAnywhereItIsContinuedToTheSameFile() throws Exception {
    Path file = folder.resolve("a.jsonl");
    complete(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      complete(file);
      assertThat(Files.readAllBytes(file)).as("cut at %d", length).isEqualTo(whole);
    }
  }

  @Test
  void namesWhatDiffersFromOtherWork() throws Exception {
    Path file = folder.resolve("a.jsonl");
    complete(file);
    byte[] before = Files.readAllBytes(file);
    assertThatIOException()
        .isThrownBy(() -> Journal.open(file, header("b", 2)))
        .withMessageContaining(file.toString())
        .withMessageContaining("model is \"a\" there, \"b\" here")
        .withMessageContaining("settings.batch is 1 there, 2 here");
    JsonObject more = header("a", 1);
    more.addProperty("new", true);
    assertThatIOException()
        .isThrownBy(() -> Journal.open(file, more))
        .withMessageContaining("new is missing there");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void filesThatAreNoJournalAreLeftAlone() throws Exception {
    Path file = folder.resolve("a.jsonl");
    for (String text : List.of("something else", "text\nand more\n", "[1]\n", "{\"model\"\n")) {
      Files.writeString(file, text);
      assertThatIOException()
          .isThrownBy(() -> Journal.open(file, header("a", 1)))
          .withMessageContaining(file.toString());
      assertThat(file).hasContent(text);
    }
    assertThatIOException()
        .isThrownBy(() -> Journal.open(folder, header("a", 1)))
        .withMessageContaining("cannot open the journal " + folder);
  }

  @Test
  void damageInsideIsReportedWithItsLine() throws Exception {
    Path file = folder.resolve("a.jsonl");
    complete(file);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(3, "{\"i\":");
    Files.writeString(file, String.join("\n", lines) + "\n");
    try (Journal journal = Journal.open(file, header("a", 1))) {
      assertThatIOException()
          .isThrownBy(() -> records(journal))
          .withMessageContaining("damaged at line 4");
    }
  }

  @Test
  void twoRunsDoNotShareAFile() throws Exception {
    Path file = folder.resolve("a.jsonl");
    try (Journal journal = Journal.open(file, header("a", 1))) {
      assertThatIOException()
          .isThrownBy(() -> Journal.open(file, header("a", 1)))
          .withMessageContaining("in use by another run");
      journal.append(record(0));
    }
    complete(file);
  }

  @Test
  void outputAppearsWholeOrNotAtAll() throws Exception {
    Path file = folder.resolve("out.json");
    AtomicOutput.write(file, out -> out.write("first"));
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicOutput.write(
                    file,
                    out -> {
                      out.write("second");
                      throw new IOException("the disk is full");
                    }))
        .withMessage("cannot write " + file + ": the disk is full");
    assertThat(file).hasContent("first");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
