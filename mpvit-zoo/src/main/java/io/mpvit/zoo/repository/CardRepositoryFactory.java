/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import ai.djl.repository.RepositoryFactory;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.engine.PyTorchEngine;
import io.mpvit.zoo.fetch.WeightsLocator;
import java.net.URI;
import java.util.Set;

/** Teaches DJL the {@code mpvit://} scheme; found through {@code META-INF/services}. */
public final class CardRepositoryFactory implements RepositoryFactory {

  @Override
  public CardRepository newInstance(String name, URI uri) {
    CardRepository repository =
        new CardRepository(name, uri, ModelCards.published(), WeightsLocator::fromEnvironment);
    if (repository.isOfOneModel()) {
      PyTorchEngine.requireKnown(); // DJL would say that the zoo does not know the engine
    }
    return repository;
  }

  @Override
  public Set<String> getSupportedScheme() {
    return Set.of(CardRepository.SCHEME);
  }
}
