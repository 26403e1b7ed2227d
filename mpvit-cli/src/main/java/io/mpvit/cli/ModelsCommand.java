/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import com.google.gson.JsonArray;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Score;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.folder.OwnModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mpvit models}: what can be run. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists models: name, task, parameters in millions (in brackets the published number where it"
          + " is another), published GFLOPs (multiply-adds) and score, from where the weights come,"
          + " whether they are on this machine, and their licence.",
      "Weights are bundled with the library, on a host from which they are fetched at first use,"
          + " file only: you have to have the file; or in an own folder, which 'mpvit train' or"
          + " 'mpvit package' made, in that of MPVIT_WEIGHTS. --json says all places."
    })
final class ModelsCommand implements Callable<Integer> {

  private static final double MILLION = 1e6;

  @Spec private CommandSpec spec;

  @Mixin private ModelFilter filter;

  @Option(names = "--json", description = "Print everything that is known of the models as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    WeightsLocator locator = WeightsLocator.fromEnvironment();
    OwnModels own = locator.own();
    own.faults().values().forEach(spec.commandLine().getErr()::println);
    List<ModelCard> cards = filter.select(own.cards().all(), locator);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonArray array = new JsonArray();
      cards.forEach(card -> array.add(CardJson.of(card, locator)));
      new JsonOutput(Path.of("-")).write(array, out);
    } else if (cards.isEmpty()) {
      spec.commandLine().getErr().println("no model is like that; 'mpvit models' lists all");
    } else {
      boolean terminal = System.console() != null; // input and output both are
      table(cards, locator).print(out, terminal ? TerminalLine.columns() : Integer.MAX_VALUE);
    }
    return 0;
  }

  private static TextTable table(List<ModelCard> cards, WeightsLocator locator) {
    TextTable table =
        new TextTable(
            "llrrllll",
            "name",
            "task",
            "params",
            "GFLOPs",
            "published",
            "weights",
            "here",
            "licence");
    for (ModelCard card : cards) {
      Optional<Score> score = card.scores().stream().findFirst();
      table.row(
          card.name(),
          card.task().label(),
          parameters(card),
          card.gflops().isPresent() ? number(card.gflops().getAsDouble()) : "-",
          score.map(found -> found.name() + " " + number(found.percent())).orElse("-"),
          locator.source(card).label(),
          locator.isHere(card) ? "yes" : "no",
          card.licence().name());
    }
    return table;
  }

  private static String parameters(ModelCard card) {
    String own = number(card.parameters() / MILLION) + "M";
    return card.publishedParameters().map(other -> own + " (" + other + ")").orElse(own);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
