/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.card.Score;
import io.mpvit.zoo.fetch.WeightsLocator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mpvit models}: what can be run. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "Lists every model: name, task, parameters in millions, published GFLOPs (multiply-adds) and"
          + " score, the licence of its weights, and whether these are on this machine.",
    })
final class ModelsCommand implements Callable<Integer> {

  private static final double MILLION = 1e6;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print everything that is known of the models as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    WeightsLocator locator = WeightsLocator.fromEnvironment();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonArray cards = new JsonArray();
      for (ModelCard card : ModelCards.published().all()) {
        cards.add(CardJson.of(card, locator));
      }
      new JsonOutput(Path.of("-")).write(cards, out);
    } else {
      table(locator).print(out);
    }
    return 0;
  }

  private static TextTable table(WeightsLocator locator) {
    TextTable table =
        new TextTable(
            "llrrlll", "name", "task", "params", "GFLOPs", "published", "licence", "here");
    for (ModelCard card : ModelCards.published().all()) {
      Optional<Score> score = card.scores().stream().findFirst();
      table.row(
          card.name(),
          card.task().label(),
          String.format(Locale.ROOT, "%.1fM", card.parameters() / MILLION),
          card.gflops().isPresent() ? number(card.gflops().getAsDouble()) : "-",
          score.map(found -> found.name() + " " + number(found.percent())).orElse("-"),
          card.licence().name(),
          locator.isHere(card) ? "yes" : "no");
    }
    return table;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
