/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import io.mpvit.zoo.fetch.WeightsSource;
import io.mpvit.zoo.hub.HubReference;
import io.mpvit.zoo.hub.HubSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes {@code docs/models.md}: the cards as tables for people. */
final class ModelsPage {

  private static final double MILLION = 1e6;

  private static final String HEAD =
      """
      # Models

      <!-- Generated from the cards in mpvit-zoo/src/main/resources/io/mpvit/zoo/card/cards:
           mvn -pl mpvit-zoo -am test -Dtest=ModelsPageTest -Dmpvit.write.docs=true -Dsurefire.failIfNoSpecifiedTests=false
           Do not edit; a test compares. -->

      %d models. `mpvit models` lists them, and which are on your machine: `mpvit models --task instance --backbone mpvit_s`,
      `mpvit models --here`, `mpvit models retinanet 3x`; `--json` says everything.

      ## Where weights come from

      In this order:

      1. the file that you name: `-w FILE`, `?weights=FILE`. `hf://OWNER/REPO[@REVISION][/FILE]` is a file of the Hugging Face hub: of a
         whole repository `model.safetensors` or `pytorch_model.bin`, or the index of its shards with all of them; and `config.json` beside it.
      2. `MPVIT_WEIGHTS`: a folder, or the base address of a mirror, which has all files beside each other under the names below.
         Models of your own are [folders](folders.md) in it.
      3. the library's jar, for the models that are *bundled*.
      4. the cache, `~/.djl.ai/cache/mpvit` (`DJL_CACHE_DIR` moves it).
      5. what other programs have fetched: the cache of the hub's library (`HF_HOME`, `HF_HUB_CACHE`), of torch's hub (`TORCH_HOME`), of
         detectron2 (`FVCORE_CACHE`). These are read, never written.
      6. the places below, one after the other: *author's host*, *hub*, *mirror*.

      A model that is *file only* has no place from which a program gets it: its links are dead, or somebody has to click. Get the file by hand
      and put it into a folder that `MPVIT_WEIGHTS` names, or into the cache, under one of the names below.

      The licence of the weights and the size are said before a download, which resumes, retries, and gives the file its name only when it is
      whole and right. `md5:` and `sha256:` are what is known of a file's digest, mostly the first digits, which publishers put into the name;
      a file with another digest is dropped, and the next place asked. What the hub says of a file (`X-Linked-Etag`, its SHA-256) is held
      against what comes. What is first seen is pinned beside the file: it may not change later unnoticed.

      The hub: `HF_ENDPOINT` names a mirror in its place. `HF_TOKEN`, or the token file that `hf auth login` writes, opens private and gated
      repositories; it is sent to the hub and not to the hosts that it redirects to. `HF_HUB_OFFLINE=1` keeps the hub out, `DJL_OFFLINE=true`
      all hosts.

      ## What we have never fetched

      No host can be reached from where this library is built and tested. Fetching is tested against servers on the same machine that behave as
      these hosts do, and the networks with files of the published layout that hold deterministic weights. **The published files themselves were
      never fetched by us**: that an address answers, that a file has the digest and size of its row, and that its keys are the expected ones is
      taken from what their publishers say. That concerns every model that has a place below, %d of %d:

      %s
      """;

  private ModelsPage() {}

  static String of(ModelCards cards, Function<ModelCard, WeightsSource> source) {
    List<ModelCard> all = cards.all();
    List<ModelCard> remote = all.stream().filter(card -> !card.places().isEmpty()).toList();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, HEAD, all.size(), remote.size(), all.size(), wrapped(remote)));
    for (Task task : Task.values()) {
      List<ModelCard> some = all.stream().filter(card -> card.task() == task).toList();
      if (!some.isEmpty()) {
        text.append("\n## ").append(capital(task.label())).append("\n\n");
        table(text, some, source);
        places(text, some);
        notes(text, some);
      }
    }
    return text.append(licences(all)).toString();
  }

  private static void table(
      StringBuilder text, List<ModelCard> cards, Function<ModelCard, WeightsSource> source) {
    text.append(
        "| model | backbone | schedule | data | parameters | GFLOPs | published | weights |");
    text.append(" licence |\n|---|---|---|---|---|---|---|---|---|\n");
    for (ModelCard card : cards) {
      text.append(
          row(
              "`" + card.name() + "`",
              card.backbone(),
              card.schedule(),
              card.dataset(),
              parameters(card),
              card.gflops().isPresent() ? trimmed(card.gflops().getAsDouble()) : "-",
              card.scores().isEmpty() ? "-" : scores(card),
              source.apply(card).label(),
              card.licence().name()));
    }
  }

  private static String parameters(ModelCard card) {
    String own = String.format(Locale.ROOT, "%.1fM", card.parameters() / MILLION);
    return own + card.publishedParameters().map(other -> " (published " + other + ")").orElse("");
  }

  private static String scores(ModelCard card) {
    return card.scores().stream().map(Score::toString).collect(Collectors.joining(", "));
  }

  private static void places(StringBuilder text, List<ModelCard> cards) {
    if (cards.stream().allMatch(card -> card.places().isEmpty())) {
      return;
    }
    text.append("\n| model | place | file | about | digest |\n|---|---|---|---|---|\n");
    for (ModelCard card : cards) {
      for (Place place : card.places()) {
        text.append(
            row(
                "`" + card.name() + "`",
                link(place) + place.remark().map(remark -> ": " + remark).orElse(""),
                "`" + place.fileName() + "`",
                place.megabytes().isPresent() ? place.megabytes().getAsLong() + " MB" : "-",
                place.digests().isEmpty()
                    ? "-"
                    : place.digests().stream()
                        .map(digest -> "`" + digest + "`")
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  private static String link(Place place) {
    String label =
        switch (place.kind()) {
          case AUTHOR -> "author's host";
          case HUB -> "hub";
          case MIRROR -> "mirror";
          case DEAD -> "dead link";
          case MANUAL -> "by hand";
        };
    String address =
        place.onHub().map(ModelsPage::page).orElseGet(() -> place.address().toString());
    return "[" + label + "](" + address + ")";
  }

  private static String page(HubReference file) {
    return file.page(HubSettings.HUB).toString();
  }

  /** What is to be known of models, each note once. */
  private static void notes(StringBuilder text, List<ModelCard> cards) {
    Map<String, List<String>> byNote =
        cards.stream()
            .flatMap(card -> card.notes().stream().map(note -> Map.entry(note, card.name())))
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    if (!byNote.isEmpty()) {
      text.append('\n');
    }
    byNote.forEach(
        (note, names) ->
            text.append("* ")
                .append(
                    names.size() == cards.size()
                        ? "all"
                        : names.stream()
                            .map(name -> "`" + name + "`")
                            .collect(Collectors.joining(", ")))
                .append(": ")
                .append(note)
                .append('\n'));
  }

  private static String licences(List<ModelCard> cards) {
    return cards.stream()
        .map(ModelCard::licence)
        .distinct()
        .map(licence -> "* " + licence.name() + ": " + licence.text() + "\n")
        .collect(Collectors.joining("", "\n## Licences of the weights\n\n", ""));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String trimmed(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** Names in lines of a readable length. */
  private static String wrapped(List<ModelCard> cards) {
    List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    for (ModelCard card : cards) {
      StringBuilder last = lines.get(lines.size() - 1);
      boolean end = card == cards.get(cards.size() - 1);
      String name = "`" + card.name() + "`" + (end ? "." : ",");
      if (last.length() + 1 + name.length() > 140) {
        lines.add(new StringBuilder(name));
      } else {
        last.append(last.isEmpty() ? "" : " ").append(name);
      }
    }
    return lines.stream().map(StringBuilder::toString).collect(Collectors.joining("\n"));
  }
}
