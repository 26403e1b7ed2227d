/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.testing;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Models that stand for the whole registry where a check takes seconds for each: of every kind of
 * head on every family of backbones the one with the fewest parameters. With {@code
 * -Dmpvit.contract=all} it is the whole registry, one model per architecture.
 */
public final class Representatives {

  private static final String ALL = "all";

  private Representatives() {}

  public static Stream<ModelCard> cards() {
    boolean all = ALL.equals(System.getProperty("mpvit.contract"));
    Map<List<Object>, ModelCard> first = new LinkedHashMap<>();
    ModelCards.published().all().stream()
        .sorted(Comparator.comparingLong(ModelCard::parameters))
        .forEach(
            card -> {
              Preset<?> preset = Presets.of(card);
              List<Object> kind =
                  all
                      ? List.of(preset.architecture())
                      : List.of(preset.getClass(), preset.backbone().getClass());
              first.putIfAbsent(kind, card);
            });
    return first.values().stream();
  }
}
