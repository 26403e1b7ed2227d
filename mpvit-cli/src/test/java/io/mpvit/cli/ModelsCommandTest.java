/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsCommandTest {

  @Test
  void theTableNamesEveryModel() {
    Result result = Cli.run("models");
    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out().lines())
        .hasSize(1 + ModelCards.published().all().size())
        .anySatisfy(
            line ->
                assertThat(line.split(" {2,}"))
                    .startsWith("mpvit_small", "classification", "22.9M", "4.7", "acc1 83.0"));
  }

  @Test
  void whatWasNotPublishedIsADash() {
    assertThat(Cli.run("models").out().lines())
        .anySatisfy(
            line ->
                assertThat(line.split(" {2,}"))
                    .startsWith(
                        "cascade_mask_rcnn_mpvit_base_ms_3x",
                        "instance segmentation",
                        "122.3M",
                        "-",
                        "-"));
  }

  @Test
  void theJsonHasEverythingOfTheCards() {
    Result result = Cli.run("models", "--json");
    assertThat(result.status()).isZero();
    JsonArray models = JsonParser.parseString(result.out()).getAsJsonArray();
    assertThat(models).hasSameSizeAs(ModelCards.published().all());
    JsonObject model = models.get(0).getAsJsonObject();
    ModelCard card = ModelCards.published().all().get(0);
    assertThat(model.get("name").getAsString()).isEqualTo(card.name());
    assertThat(model.get("parameters").getAsLong()).isEqualTo(card.parameters());
    assertThat(model.getAsJsonObject("scores").get("acc1").getAsDouble()).isEqualTo(78.21);
    assertThat(model.getAsJsonObject("licence").get("text").getAsString()).contains("GPL-3.0");
    JsonObject place = model.getAsJsonArray("places").get(0).getAsJsonObject();
    assertThat(place.get("file").getAsString()).isEqualTo("mpvit_tiny.pth");
    assertThat(place.get("kind").getAsString()).isEqualTo("dead");
    assertThat(place.keySet())
        .containsExactly("kind", "url", "file", "size", "megabytes", "digests", "remark");
    assertThat(model.get("source").getAsString()).isEqualTo("file only");
    assertThat(model.keySet())
        .containsExactly(
            "name",
            "task",
            "architecture",
            "backbone",
            "schedule",
            "dataset",
            "parameters",
            "published_parameters",
            "gflops",
            "scores",
            "licence",
            "notes",
            "places",
            "source",
            "on_this_machine",
            "weights");
  }

  @Test
  void thePublishedSizeIsShownWhereItIsAnother() {
    assertThat(row("retinanet_mpvit_tiny_1x")[2]).isEqualTo("15.1M (17M)");
    assertThat(row("mask_rcnn_mpvit_tiny_1x")[2]).isEqualTo("25.7M (28M)");
  }

  @Test
  void theTableSaysFromWhereWeightsCome() {
    assertThat(row("mpvit_tiny")).endsWith("file only", "no", "MPViT LSA (GPL-3.0 / commercial)");
    assertThat(row("mask_rcnn_mpvit_pico_shapes")).endsWith("bundled", "yes", "Apache-2.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--task semantic|upernet_mpvit_small,upernet_mpvit_base,upernet_mpvit_pico_shapes",
        "--task instance-segmentation --backbone mpvit_pico|mask_rcnn_mpvit_pico_shapes",
        "--backbone MPVIT_X --task c|mpvit_xsmall",
        "retinanet mpvit_small|retinanet_mpvit_small_1x,retinanet_mpvit_small_ms_3x",
        "SHAPES --task detection|deformable_detr_mpvit_pico_shapes",
        "160k base|upernet_mpvit_base",
        "--here|mask_rcnn_mpvit_pico_shapes,upernet_mpvit_pico_shapes",
        "mask --here|mask_rcnn_mpvit_pico_shapes",
      })
  void filtersSelect(String arguments, String names) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(List.of(arguments.split(" ")));
    String[] command = all.toArray(String[]::new);
    assertThat(Cli.run(command).out().lines().skip(1).map(line -> line.split(" ")[0]))
        .containsExactly(names.split(","));
    all.add("--json");
    JsonArray models =
        JsonParser.parseString(Cli.run(all.toArray(String[]::new)).out()).getAsJsonArray();
    assertThat(models)
        .extracting(model -> model.getAsJsonObject().get("name").getAsString())
        .containsExactly(names.split(","));
  }

  @Test
  void nothingFoundIsSaid() {
    Result result = Cli.run("models", "yolo");
    assertThat(result.status()).isZero();
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("'mpvit models' lists all");
    assertThat(JsonParser.parseString(Cli.run("models", "yolo", "--json").out()).getAsJsonArray())
        .isEmpty();
  }

  @Test
  void unknownTaskIsWrongUsage() {
    Result result = Cli.run("models", "--task", "cooking");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("expected one of classification, detection", "'cooking'");
  }

  @Test
  void rowsAreCutWhereTheTerminalEnds() {
    TextTable table = new TextTable("ll", "name", "more");
    table.row("a", "0123456789");
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text), 10);
    assertThat(text.toString().lines()).containsExactly("name  more", "a     0...");
  }

  private static String[] row(String name) {
    return Cli.run("models")
        .out()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElseThrow()
        .split(" {2,}");
  }
}
