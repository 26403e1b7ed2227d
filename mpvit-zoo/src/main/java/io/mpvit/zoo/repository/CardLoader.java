/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import ai.djl.MalformedModelException;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.BaseModelLoader;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import java.io.IOException;
import java.util.Optional;

/**
 * DJL's loader, which besides heeds {@code Criteria.optArgument("weights", FILE)}, and says which
 * types a model serves that was asked for by its artifact id.
 */
public final class CardLoader extends BaseModelLoader {

  private final CardRepository repository;

  /**
   * Makes a loader.
   *
   * @param repository where the model is
   * @param mrl its place there
   */
  public CardLoader(CardRepository repository, MRL mrl) {
    super(mrl);
    this.repository = repository;
  }

  @Override
  public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria)
      throws IOException, ModelNotFoundException, MalformedModelException {
    Object weights =
        criteria.getArguments() == null
            ? null
            : criteria.getArguments().get(CardRepository.WEIGHTS);
    if (weights == null && criteria.getArtifactId() == null) {
      return super.loadModel(criteria);
    }
    // A repository of its own: DJL prepares an artifact without telling it the criteria.
    MRL own =
        repository
            .only(
                getArtifactId(),
                Optional.ofNullable(weights).map(Object::toString),
                criteria.getArtifactId() != null)
            .model(getApplication(), getGroupId(), getArtifactId());
    return new BaseModelLoader(own).loadModel(criteria);
  }
}
