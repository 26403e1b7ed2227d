/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.LabelMapReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes are the same if their names are, whatever their numbers. */
class ClassIdentityTest {

  @TempDir private Path folder;

  private static JsonObject json(Result result) {
    return JsonParser.parseString(result.out()).getAsJsonObject();
  }

  private static double box(Result result) {
    return json(result).getAsJsonObject("bbox").get("AP").getAsDouble();
  }

  @Test
  void detectorsGoByNameWhateverTheIds() throws Exception {
    Trials trials = new Trials(folder).shapes();
    double usual = box(trials.evaluateInto("usual.json", "--json", "-"));
    Result result = trials.annotations("01-category-order/instances.json").evaluate("--json", "-");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(box(result)).isCloseTo(0.913, within(0.001)).isEqualTo(usual);

    // an exporter's root category, and a subset of the classes
    Path annotations = folder.resolve("instances.json");
    String text = Files.readString(annotations);
    String changed =
        text.replace("\"categories\": [", "\"categories\": [{\"id\": 0, \"name\": \"shapes\"}, ");
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(annotations, changed);
    Result more = trials.evaluateInto("more.json", "--json", "-");
    assertThat(more.err()).contains("does not know 1 of its 9 categories (shapes)").hasLineCount(1);
    assertThat(box(more)).isEqualTo(usual);
  }

  @Test
  void resultsThatNameTheirClassesGoByName() throws Exception {
    Trials trials = new Trials(folder).shapes();
    trials.evaluate("--json", "-");
    // The names are those that detect writes; the ids are of another numbering.
    String named = Files.readString(folder.resolve("results.json"));
    for (int id = 1; id <= 8; id++) {
      String name =
          List.of("circle", "square", "triangle", "star", "ring", "cross", "crescent", "heart")
              .get(id - 1);
      named =
          named.replace(
              "\"category_id\":" + id + ",",
              "\"category_id\":" + (100 + id) + ",\"category\":\"" + name + "\",");
    }
    Path results = Files.writeString(folder.resolve("named.json"), named);
    Path truth = trials.take("01-category-order/instances.json", "gt.json");
    Result result = Cli.run("evaluate", "coco", "--gt", truth, "--dt", results, "--json", "-");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(box(result)).isCloseTo(0.913, within(0.001));
    assertThat(result.err()).contains("by name").hasLineCount(1);
  }

  @Test
  void segmentersGoByName() throws Exception {
    new Trials(folder).shapes();
    Path labels = folder.resolve("labels");
    double usual = segmentation("usual.jsonl").get("mIoU").getAsDouble();
    assertThat(usual).isGreaterThan(0.7);
    List<String> names = new ArrayList<>(Files.readAllLines(folder.resolve("classes.txt")));
    assertThat(names).hasSize(9);
    int count = names.size();
    Collections.reverse(names);
    Files.write(folder.resolve("classes.txt"), names);
    try (Stream<Path> files = Files.list(labels)) {
      for (Path file : files.toList()) {
        LabelMap map = LabelMapReader.read(file);
        short[] values = map.toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] = (short) (count - 1 - values[i]);
        }
        new LabelMap(map.size(), values).writePng(file);
      }
    }
    assertThat(segmentation("reversed.jsonl").get("mIoU").getAsDouble()).isEqualTo(usual);
  }

  private JsonObject segmentation(String results) {
    Result result =
        Cli.run(
            "evaluate",
            "segmentation",
            "-m",
            "upernet_mpvit_pico_shapes",
            "--images",
            folder.resolve("images"),
            "--annotations",
            folder.resolve("labels"),
            "--results",
            folder.resolve(results),
            "--json",
            "-",
            "--device",
            "cpu");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return json(result);
  }
}
