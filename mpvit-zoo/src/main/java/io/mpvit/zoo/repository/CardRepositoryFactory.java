/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import ai.djl.repository.RepositoryFactory;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.engine.PyTorchEngine;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.folder.OwnModels;
import java.net.URI;
import java.util.Set;

/** Teaches DJL the {@code mpvit://} scheme; found through {@code META-INF/services}. */
public final class CardRepositoryFactory implements RepositoryFactory {

  @Override
  public CardRepository newInstance(String name, URI uri) {
    CardRepository repository =
        new CardRepository(name, uri, cards(uri), WeightsLocator::fromEnvironment);
    if (repository.isOfOneModel()) {
      PyTorchEngine.requireKnown(); // DJL would say that the zoo does not know the engine
    }
    return repository;
  }

  /** The user's own models are looked for when one is named: the zoo as a whole has none. */
  private static ModelCards cards(URI uri) {
    ModelCards published = ModelCards.published();
    String model = uri.getAuthority();
    if (model == null || published.find(model).isPresent()) {
      return published;
    }
    OwnModels own = WeightsLocator.fromEnvironment().own();
    own.get(model); // says what is wrong with its folder
    return own.cards();
  }

  @Override
  public Set<String> getSupportedScheme() {
    return Set.of(CardRepository.SCHEME);
  }
}
