/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.folder.ModelFolder;
import io.mpvit.zoo.folder.OwnModels;
import io.mpvit.zoo.hub.HubReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds a model's weights: an explicit file; {@code MPVIT_WEIGHTS} (a folder, or a mirror's base
 * address); the cache; other programs' caches ({@link SharedCaches}); the places on the card, one
 * after the other. Of a model whose weights come with the library, these are taken unless the
 * user's own folder has others.
 *
 * <p>What is downloaded is kept in the cache: published files at its top, a mirror's in a folder of
 * its own, so that switching mirrors never mixes files, and files that users name on the hub by
 * repository and revision. Files in the cache are pinned ({@link Pin}); explicit files and those of
 * the user's folder are the user's own and are taken as they are, except that a web page saved as
 * weights is recognised.
 */
public final class WeightsLocator {

  private final WeightsPlaces places;
  private final PlaceDownloads downloads;
  private final HubModels hub;
  private final BundledWeights bundled;
  private OwnModels own;

  /**
   * Makes a locator.
   *
   * @param places where to look
   * @param downloader how to bring what is not here
   */
  public WeightsLocator(WeightsPlaces places, Downloader downloader) {
    this(places, downloader, new BundledWeights(places.cache()));
  }

  WeightsLocator(WeightsPlaces places, Downloader downloader, BundledWeights bundled) {
    this.places = places;
    this.downloads = new PlaceDownloads(places, downloader);
    this.hub = new HubModels(places, downloads);
    this.bundled = bundled;
  }

  /**
   * Makes a locator that follows the environment.
   *
   * @return the locator
   * @throws IllegalArgumentException if {@code MPVIT_WEIGHTS} or a setting of the hub is set to
   *     something impossible
   */
  public static WeightsLocator fromEnvironment() {
    return new WeightsLocator(WeightsPlaces.fromEnvironment(), new Downloader());
  }

  /**
   * The user's own models: the folders with a card in that which {@code MPVIT_WEIGHTS} names. They
   * are read once.
   *
   * @return the models, and what is wrong with others
   */
  public synchronized OwnModels own() {
    if (own == null) {
      own = places.folder().map(OwnModels::in).orElse(OwnModels.NONE);
    }
    return own;
  }

  /**
   * Finds a model by name.
   *
   * @param name a published model's, or one of the user's own
   * @return its card
   * @throws IllegalArgumentException if there is none; the message suggests the nearest names
   */
  public ModelCard card(String name) {
    return ModelCards.published().find(name).orElseGet(() -> own().get(name));
  }

  /**
   * Looks for a model's weights on this machine only.
   *
   * @param card the model
   * @return the file that {@link #locate} would use without the network, or empty if there is none
   */
  public Optional<Path> find(ModelCard card) {
    return own()
        .folder(card)
        .map(ModelFolder::weights)
        .or(() -> places.folder().flatMap(folder -> LocalWeights.in(folder, card)))
        .or(() -> bundled.find(card))
        .or(() -> places.mirrorCache().flatMap(folder -> LocalWeights.in(folder, card)))
        .or(() -> LocalWeights.in(places.cache(), card))
        .or(
            () ->
                card.places().stream().flatMap(p -> places.shared().find(p).stream()).findFirst());
  }

  /**
   * Whether a model can be loaded without the network: its weights are on this machine, or come
   * with the library.
   *
   * @param card the model
   * @return whether {@link #locate} needs no network
   */
  public boolean isHere(ModelCard card) {
    return bundled.has(card) || find(card).isPresent();
  }

  /**
   * Says from where a model's weights come.
   *
   * @param card the model
   * @return the best that there is
   */
  public WeightsSource source(ModelCard card) {
    if (bundled.has(card)) {
      return WeightsSource.BUNDLED;
    }
    if (own().folder(card).isPresent()) {
      return WeightsSource.OWN;
    }
    return card.places().stream().anyMatch(place -> place.kind().isAlive())
        ? WeightsSource.HOST
        : WeightsSource.FILE_ONLY;
  }

  /**
   * Says where a model's published file is kept once it is downloaded.
   *
   * @param card the model
   * @return a file in the cache, there or not
   */
  public Path cacheFile(ModelCard card) {
    return places.cache().resolve(card.weightsFileName());
  }

  /**
   * Says where a file that a user names is, or is kept once it is downloaded.
   *
   * @param name a path, or a file of the hub as in {@link #locate(String, ProgressListener)}
   * @return a file, there or not
   * @throws IllegalArgumentException if the name is neither
   */
  public Path cacheFile(String name) {
    return HubReference.isReference(name) ? hub.cacheFile(HubReference.of(name)) : Path.of(name);
  }

  /**
   * Gets a model's weights, downloading them if need be.
   *
   * @param card the model
   * @param explicit the file that the user named; if present, nothing else is looked at
   * @param listener hears how a download goes, and the weights' licence before it starts
   * @return the weights file
   * @throws FetchException if there is no such file or it cannot be had; the message says what to
   *     do
   * @throws java.io.InterruptedIOException if the thread was interrupted during a download
   * @throws IOException if a local file cannot be read
   */
  public Path locate(ModelCard card, Optional<Path> explicit, ProgressListener listener)
      throws IOException {
    if (explicit.isPresent()) {
      return LocalWeights.require(explicit.get());
    }
    Optional<ModelFolder> mine = own().folder(card);
    if (mine.isPresent()) {
      return LocalWeights.require(mine.get().weights());
    }
    if (places.folder().isPresent()) {
      Path folder = LocalWeights.requireFolder(places.folder().get());
      Optional<Path> file = LocalWeights.in(folder, card);
      if (file.isPresent()) {
        return LocalWeights.require(file.get());
      }
    }
    if (bundled.has(card)) {
      return bundled.extract(card);
    }
    return new WeightsSearch(card, places, downloads, listener).run();
  }

  /**
   * Gets a model file by what a user calls it: a path, or {@code hf://OWNER/REPO[@REVISION][/FILE]}
   * for a file of the hub, which is fetched if need be. Of a whole repository it is {@code
   * model.safetensors} or {@code pytorch_model.bin}, or the index of its shards with all of them
   * beside it; {@code config.json} lies beside it if the repository has one.
   *
   * @param name what the user calls it
   * @param listener hears how a download goes
   * @return the file
   * @throws FetchException if there is no such file or it cannot be had; the message says why
   * @throws IllegalArgumentException if the name is neither a path nor a file of the hub
   * @throws IOException if a local file cannot be read
   */
  public Path locate(String name, ProgressListener listener) throws IOException {
    return HubReference.isReference(name)
        ? hub.locate(HubReference.of(name), listener)
        : LocalWeights.require(Path.of(name));
  }

  /**
   * Finds a model file on this machine by what a user calls it.
   *
   * @param name a path, or a file of the hub as above
   * @return the file that was fetched or is in the cache of the hub's library; the path itself,
   *     there or not, if it is one; of a folder the weights in it
   * @throws IllegalArgumentException if the name is neither a path nor a file of the hub
   */
  public Optional<Path> find(String name) {
    return HubReference.isReference(name)
        ? hub.find(HubReference.of(name))
        : Optional.of(LocalWeights.inside(Path.of(name)));
  }
}
