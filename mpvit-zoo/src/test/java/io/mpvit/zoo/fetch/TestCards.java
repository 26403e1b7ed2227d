/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Checkpoint;
import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.Licence;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.card.PlaceKind;
import io.mpvit.zoo.card.Task;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Cards of a model that does not exist. */
final class TestCards {

  private TestCards() {}

  /** A card; without places it is one of a model whose weights were not published. */
  static ModelCard card(Place... places) {
    return new ModelCard(
        "model_a",
        Task.DETECTION,
        "model_a",
        "model_a",
        "1x",
        "data",
        1,
        Optional.empty(),
        OptionalDouble.empty(),
        List.of(),
        places.length == 0 ? Optional.empty() : Optional.of(new Checkpoint(List.of(places))),
        new Licence("X", "weights under the terms of X"),
        List.of());
  }

  static Place place(PlaceKind kind, URI address, String file, String... digests) {
    return new Place(
        kind,
        address,
        file,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Stream.of(digests).map(Digest::of).toList(),
        Optional.empty());
  }
}
