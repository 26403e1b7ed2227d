/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.cli.Cli.Result;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import org.junit.jupiter.api.Test;

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
    assertThat(model.getAsJsonObject("checkpoint").get("file").getAsString())
        .isEqualTo("mpvit_tiny.pth");
    assertThat(model.keySet())
        .containsExactly(
            "name",
            "task",
            "architecture",
            "backbone",
            "schedule",
            "dataset",
            "parameters",
            "gflops",
            "scores",
            "licence",
            "notes",
            "checkpoint",
            "on_this_machine",
            "weights");
  }
}
