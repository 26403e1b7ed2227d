/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.remedy.Remedy;
import java.util.List;
import java.util.stream.Collectors;

/** Says why weights could not be had, place by place, and what a user can do. */
final class FetchAdvice {

  private FetchAdvice() {}

  /**
   * Puts failures together.
   *
   * @param failures one per place that was tried, in order
   * @return with one failure, one line; with more, a short line, one line for each, and the advice
   */
  static FetchException failure(
      ModelCard card, WeightsPlaces places, List<FetchException> failures) {
    if (failures.isEmpty()) {
      return new FetchException(
          Reason.NOT_FOUND, nothingPublished(card, places), Remedy.NAME_A_FILE, null);
    }
    // The last says most: where programs were not let in at all, the page to click at comes after.
    FetchException last = failures.get(failures.size() - 1);
    FetchException main =
        failures.stream()
            .filter(e -> e.reason() != Reason.BY_HAND)
            .reduce((a, b) -> b)
            .orElse(last);
    FetchException all =
        new FetchException(main.reason(), text(card, places, failures), Remedy.NAME_A_FILE, main);
    failures.stream().filter(e -> e != main).forEach(all::addSuppressed);
    return all;
  }

  private static String text(ModelCard card, WeightsPlaces places, List<FetchException> failures) {
    String what = "cannot get the weights of " + card.name();
    List<String> reasons = failures.stream().map(Throwable::getMessage).distinct().toList();
    if (reasons.size() == 1) {
      return what + ": " + reasons.get(0) + ". " + advice(card, places);
    }
    return what
        + " from any of "
        + reasons.size()
        + " places:\n"
        + reasons.stream().map(reason -> "  " + reason + "\n").collect(Collectors.joining())
        + advice(card, places);
  }

  private static String advice(ModelCard card, WeightsPlaces places) {
    return "Get "
        + card.weightsFileName()
        + " by hand and put it into "
        + places.cache()
        + ", or set "
        + WeightsPlaces.SETTING
        + " to a folder or a mirror's base address that has it, or name a file";
  }

  private static String nothingPublished(ModelCard card, WeightsPlaces places) {
    return "no weights were published for "
        + card.name()
        + ": put a file of your own as "
        + card.weightsFileName()
        + " into "
        + places.folder().orElse(places.cache())
        + ", or name it";
  }
}
