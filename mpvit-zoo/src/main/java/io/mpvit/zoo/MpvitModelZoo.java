/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import ai.djl.repository.MRL;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import io.mpvit.zoo.repository.CardLoader;
import io.mpvit.zoo.repository.CardRepository;
import io.mpvit.zoo.repository.CardRepositoryFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The published models as a DJL model zoo of group {@code io.mpvit}. The artifact id is the model's
 * name; filters are {@code architecture}, {@code backbone}, {@code schedule} and {@code dataset}.
 * Criteria that fit several models get the first card's: the smallest.
 */
public final class MpvitModelZoo extends ModelZoo {

  private final List<ModelLoader> loaders = new ArrayList<>();

  MpvitModelZoo() {
    URI all = URI.create(CardRepository.SCHEME + ":///");
    CardRepository repository = new CardRepositoryFactory().newInstance("mpvit", all);
    for (MRL mrl : repository.getResources()) {
      CardLoader loader = new CardLoader(repository, mrl);
      loaders.add(loader);
      addModel(loader);
    }
  }

  @Override
  public String getGroupId() {
    return CardRepository.GROUP_ID;
  }

  /** Returns the loaders in the cards' order; DJL's own collection has none. */
  @Override
  public Collection<ModelLoader> getModelLoaders() {
    return List.copyOf(loaders);
  }

  @Override
  public Set<String> getSupportedEngines() {
    return Set.of("PyTorch");
  }
}
