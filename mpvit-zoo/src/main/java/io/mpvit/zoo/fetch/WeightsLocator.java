/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Checkpoint;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a model's weights: an explicit file; {@code MPVIT_WEIGHTS} (a folder, or a mirror's base
 * address); the cache; the published address. Of a model whose weights come with the library, these
 * are taken unless the user's own folder has others.
 *
 * <p>What is downloaded is kept in the cache: the published file at its top, a mirror's in a folder
 * of its own, so that switching mirrors never mixes files. Files in the cache are pinned ({@link
 * Pin}); explicit files and those of the user's folder are the user's own and are taken as they
 * are, except that a web page saved as weights is recognised.
 */
public final class WeightsLocator {

  private static final Logger logger = LoggerFactory.getLogger(WeightsLocator.class);

  private final WeightsPlaces places;
  private final Downloader downloader;
  private final BundledWeights bundled;

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
    this.downloader = downloader;
    this.bundled = bundled;
  }

  /**
   * Makes a locator that follows the environment.
   *
   * @return the locator
   * @throws IllegalArgumentException if {@code MPVIT_WEIGHTS} is set to something impossible
   */
  public static WeightsLocator fromEnvironment() {
    return new WeightsLocator(WeightsPlaces.fromEnvironment(), new Downloader());
  }

  /**
   * Looks for a model's weights on this machine only.
   *
   * @param card the model
   * @return the file that {@link #locate} would use without the network, or empty if there is none
   */
  public Optional<Path> find(ModelCard card) {
    return places
        .folder()
        .flatMap(folder -> LocalWeights.in(folder, card))
        .or(() -> bundled.find(card))
        .or(() -> mirrorCache().flatMap(folder -> LocalWeights.in(folder, card)))
        .or(() -> LocalWeights.in(places.cache(), card));
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
   * Says where a model's published file is kept once it is downloaded.
   *
   * @param card the model
   * @return a file in the cache, there or not
   */
  public Path cacheFile(ModelCard card) {
    return places.cache().resolve(card.weightsFileName());
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
    List<FetchException> failures = new ArrayList<>();
    Optional<Path> file = fromMirror(card, listener, failures);
    if (file.isEmpty()) {
      file = LocalWeights.in(places.cache(), card);
      if (file.isEmpty()) {
        return published(card, listener, failures);
      }
      check(file.get(), card, publishedUrl(card));
    }
    return file.get();
  }

  /** The mirror's copy in the cache, or else on the mirror. */
  private Optional<Path> fromMirror(
      ModelCard card, ProgressListener listener, List<FetchException> failures) throws IOException {
    if (places.mirror().isEmpty()) {
      return Optional.empty();
    }
    URI address = places.mirror().get().resolve(card.weightsFileName());
    Path folder = mirrorCache().orElseThrow();
    Optional<Path> kept = LocalWeights.in(folder, card);
    if (kept.isPresent()) {
      check(kept.get(), card, address.toString());
      return kept;
    }
    try {
      return Optional.of(
          download(card, new Download(address, folder.resolve(card.weightsFileName())), listener));
    } catch (FetchException e) {
      if (e.reason() == Reason.LOCAL_DISK || e.reason() == Reason.WRONG_DIGEST) {
        throw e; // another source would not mend it, or must not hide it
      }
      logger.warn("{}", e.getMessage());
      failures.add(e);
      return Optional.empty();
    }
  }

  private Path published(ModelCard card, ProgressListener listener, List<FetchException> failures)
      throws IOException {
    Optional<Checkpoint> checkpoint = card.checkpoint();
    try {
      if (checkpoint.isEmpty()) {
        throw new FetchException(Reason.NOT_FOUND, "no weights were published for " + card.name());
      }
      Checkpoint file = checkpoint.get();
      Path target = places.cache().resolve(file.fileName());
      return download(card, new Download(file.url(), target, file.size(), file.sha256()), listener);
    } catch (FetchException e) {
      if (e.reason() == Reason.LOCAL_DISK) {
        throw e; // its message has its own advice
      }
      failures.add(e);
      FetchException first = failures.get(0);
      FetchException all =
          new FetchException(e.reason(), FetchAdvice.message(card, places, failures), e);
      if (first != e) {
        all.addSuppressed(first);
      }
      throw all;
    }
  }

  private Path download(ModelCard card, Download download, ProgressListener listener)
      throws IOException {
    if (places.offline()) {
      throw new FetchException(
          Reason.OFFLINE,
          download.source() + ": the network is switched off (ai.djl.offline or DJL_OFFLINE)");
    }
    Download known =
        new Download(download.source(), download.target(), download.size(), publishedDigest(card));
    String licence = card.name() + ": " + card.licence().text();
    logger.info("{}", licence);
    listener.message(licence);
    try {
      return downloader.download(known, listener);
    } catch (FetchException e) {
      throw new FetchException(e.reason(), download.source() + ": " + e.getMessage(), e);
    }
  }

  private static void check(Path file, ModelCard card, String source) throws IOException {
    LocalWeights.require(file);
    // A converted copy (.safetensors) has a digest of its own.
    boolean original = file.getFileName().toString().equals(card.weightsFileName());
    Pin.check(file, original ? publishedDigest(card) : Optional.empty(), source);
  }

  private static Optional<String> publishedDigest(ModelCard card) {
    return card.checkpoint().flatMap(Checkpoint::sha256);
  }

  private static String publishedUrl(ModelCard card) {
    return card.checkpoint().map(file -> file.url().toString()).orElse("local");
  }

  private Optional<Path> mirrorCache() {
    return places
        .mirror()
        .map(mirror -> places.cache().resolve("mirrors").resolve(Sha256.of(mirror.toString(), 16)));
  }
}
