/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Checkpoint;
import io.mpvit.zoo.card.ModelCard;
import java.util.List;

/** Says, in one line, why weights could not be had and what a user can do. */
final class FetchAdvice {

  private FetchAdvice() {}

  static String message(ModelCard card, WeightsPlaces places, List<FetchException> failures) {
    String file = card.weightsFileName();
    if (card.checkpoint().isEmpty() && places.mirror().isEmpty()) {
      return "no weights were published for "
          + card.name()
          + ": name a file of your own (-w FILE, or ?weights=FILE in an address), or put it as "
          + file
          + " into "
          + places.folder().orElse(places.cache());
    }
    StringBuilder text = new StringBuilder("cannot get the weights of " + card.name() + ": ");
    text.append(String.join("; ", failures.stream().map(Throwable::getMessage).toList()));
    card.checkpoint()
        .flatMap(Checkpoint::remark)
        .ifPresent(remark -> text.append(" (").append(remark).append(")"));
    text.append(". Get ").append(file).append(" by hand and put it into ").append(places.cache());
    text.append(", or set ").append(WeightsPlaces.SETTING);
    text.append(" to a folder or a mirror's base address that has it");
    return text.append(", or name a file explicitly (-w FILE)").toString();
  }
}
