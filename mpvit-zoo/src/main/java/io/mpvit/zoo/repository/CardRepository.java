/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.Progress;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.engine.PyTorchEngine;
import io.mpvit.zoo.fetch.FetchException;
import io.mpvit.zoo.fetch.ProgressListener;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.network.ModelArguments;
import io.mpvit.zoo.remedy.Remedy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A DJL repository of the models on cards. Its address says which:
 *
 * <pre>
 * mpvit:///                                    every model
 * mpvit://retinanet_mpvit_tiny_1x              one model
 * mpvit://mpvit_tiny?weights=/data/mine.pth    one model with weights of one's own
 * mpvit://mpvit_tiny?weights=hf://OWNER/REPO   or with those of a repository of the hub
 * </pre>
 *
 * Other query parameters become arguments of the block and translator factories.
 */
public final class CardRepository extends AbstractRepository {

  /** DJL's group id of all models here. */
  public static final String GROUP_ID = "io.mpvit";

  /** The scheme of this repository's addresses. */
  public static final String SCHEME = "mpvit";

  /** The factories' argument that holds the model's name. */
  public static final String MODEL = ModelArguments.MODEL;

  /** The query parameter, and the factories' argument, that holds an explicit weights file. */
  public static final String WEIGHTS = ModelArguments.WEIGHTS;

  private static final String NAME_A_FILE =
      "?weights=FILE in an mpvit:// address, or Criteria.optArgument(\"weights\", FILE)";

  private final ModelCards cards;
  private final List<ModelCard> offered;
  private final Supplier<WeightsLocator> locator;
  private final Optional<String> weights;
  private final boolean alone;

  /**
   * Makes a repository.
   *
   * @param name what DJL calls it
   * @param uri its address, as above
   * @param cards the cards that exist
   * @param locator makes what finds the weights, when they are needed: what is wrong with the
   *     environment shall not keep DJL from starting
   * @throws IllegalArgumentException if the address is not of the above form or names a model that
   *     does not exist; the message suggests the nearest names
   */
  public CardRepository(String name, URI uri, ModelCards cards, Supplier<WeightsLocator> locator) {
    super(name, uri);
    this.cards = cards;
    this.locator = locator;
    String model = modelName(uri);
    offered = model.isEmpty() ? cards.all() : List.of(cards.get(model));
    weights = Optional.ofNullable(arguments.get(WEIGHTS));
    alone = !model.isEmpty();
  }

  private CardRepository(
      CardRepository other, ModelCard card, Optional<String> weights, boolean alone) {
    super(other.getName(), other.getBaseUri());
    this.cards = other.cards;
    this.locator = other.locator;
    this.offered = List.of(card);
    this.weights = weights;
    this.alone = alone;
  }

  /**
   * Returns a repository of one of the models.
   *
   * @param model its name
   * @param file a weights file, if the user named one: a path, or {@code hf://OWNER/REPO} for a
   *     file of the hub
   * @param named whether it was asked for by its name, and is not one of many that are tried
   * @return the repository
   */
  public CardRepository only(String model, Optional<String> file, boolean named) {
    return new CardRepository(this, cards.get(model), file.or(() -> weights), named);
  }

  /** Whether the address names a model. */
  boolean isOfOneModel() {
    return alone;
  }

  @Override
  public boolean isRemote() {
    return false; // what is remote about it is the locator's business
  }

  @Override
  public List<MRL> getResources() {
    return offered.stream()
        .map(card -> model(card.task().application(), GROUP_ID, card.name()))
        .toList();
  }

  @Override
  public Metadata locate(MRL mrl) {
    return offered.stream()
        .filter(card -> card.name().equals(mrl.getArtifactId()))
        .findFirst()
        .map(card -> CardMetadata.of(card, mrl, new HashMap<>(arguments), alone))
        .orElse(null); // DJL's way to say that there is none
  }

  @Override
  public Artifact resolve(MRL mrl, Map<String, String> filter) {
    Metadata metadata = locate(mrl);
    if (metadata == null) {
      return null;
    }
    return metadata.getArtifacts().stream()
        .filter(artifact -> artifact.hasProperties(filter))
        .findFirst()
        .orElse(null);
  }

  /** Gets the weights onto this machine, once it is sure that the engine can use them. */
  @Override
  public void prepare(Artifact artifact, Progress progress) throws IOException {
    PyTorchEngine.start();
    try {
      locate(artifact, progress);
    } catch (FetchException e) {
      throw e.in(Remedy.NAME_A_FILE, NAME_A_FILE);
    }
  }

  private void locate(Artifact artifact, Progress progress) throws IOException {
    ProgressListener listener =
        progress == null ? ProgressListener.NONE : new DjlProgress(progress);
    if (weights.isPresent()) {
      locator.get().locate(weights.get(), listener);
    } else {
      locator.get().locate(card(artifact), Optional.empty(), listener);
    }
  }

  /**
   * Returns the folder of the weights file. (Given the file itself, DJL would name the model after
   * it.) Where there is no file yet, the path where it will be, which does not exist: that is how
   * DJL tells whether an artifact is prepared.
   */
  @Override
  public Path getResourceDirectory(Artifact artifact) {
    Path file = weightsFile(artifact);
    return Files.exists(file) ? file.getParent() : file;
  }

  @Override
  protected URI resolvePath(Artifact.Item item, String path) {
    return weightsFile(item.getArtifact()).toUri();
  }

  private Path weightsFile(Artifact artifact) {
    ModelCard card = card(artifact);
    WeightsLocator places = locator.get();
    Path file =
        weights.isPresent()
            ? places.find(weights.get()).orElseGet(() -> places.cacheFile(weights.get()))
            : places.find(card).orElseGet(() -> places.cacheFile(card));
    return file.toAbsolutePath();
  }

  private ModelCard card(Artifact artifact) {
    return cards.get(artifact.getName());
  }

  /** The model's name has underscores, so {@link URI#getHost} does not see it. */
  private static String modelName(URI uri) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    if (!SCHEME.equalsIgnoreCase(uri.getScheme())
        || uri.isOpaque()
        || !(path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException(
          "address " + uri + " is not of the form mpvit://MODEL or mpvit:///");
    }
    return authority;
  }
}
