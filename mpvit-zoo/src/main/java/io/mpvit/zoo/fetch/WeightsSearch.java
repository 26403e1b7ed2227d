/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.card.PlaceKind;
import io.mpvit.zoo.fetch.FetchException.Reason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search for the published weights of one model: the mirror and what it gave before, the cache,
 * other programs' caches, the card's places. A place that fails is said, and the next is asked.
 */
final class WeightsSearch {

  private static final Logger logger = LoggerFactory.getLogger(WeightsSearch.class);

  /** Gets a file from one place. */
  private interface Attempt {
    Path run() throws IOException;
  }

  private final ModelCard card;
  private final WeightsPlaces places;
  private final PlaceDownloads downloads;
  private final ProgressListener listener;
  private final List<FetchException> failures = new ArrayList<>();
  private boolean licenceSaid;

  WeightsSearch(
      ModelCard card, WeightsPlaces places, PlaceDownloads downloads, ProgressListener listener) {
    this.card = card;
    this.places = places;
    this.downloads = downloads;
    this.listener = listener;
  }

  /**
   * Gets the file.
   *
   * @throws FetchException if no place gave it; says of each why
   */
  Path run() throws IOException {
    Optional<Path> file = fromMirror();
    if (file.isEmpty()) {
      file = kept(places.cache());
    }
    if (file.isEmpty()) {
      file = shared();
    }
    for (Place place : inOrder()) {
      if (file.isEmpty()) {
        file = attempt(place.kind(), () -> downloads.published(place, listener));
      }
    }
    return file.orElseThrow(() -> FetchAdvice.failure(card, places, failures));
  }

  /** Places without hope come last, so that their failure costs nothing where others have it. */
  private List<Place> inOrder() {
    List<Place> order = new ArrayList<>(card.places());
    order.sort((a, b) -> Boolean.compare(b.kind().isAlive(), a.kind().isAlive()));
    return order;
  }

  /** The mirror's copy in the cache, or else on the mirror. */
  private Optional<Path> fromMirror() throws IOException {
    if (places.mirror().isEmpty()) {
      return Optional.empty();
    }
    URI mirror = places.mirror().get();
    Path folder = places.mirrorCache().orElseThrow();
    Optional<Path> file = kept(folder);
    List<Place> asked =
        card.places().isEmpty()
            ? List.of(
                new Place(
                    PlaceKind.MIRROR,
                    mirror.resolve(card.weightsFileName()),
                    card.weightsFileName()))
            : card.places();
    for (Place place : asked) {
      if (file.isEmpty()) {
        file = attempt(PlaceKind.MIRROR, () -> downloads.mirrored(mirror, folder, place, listener));
      }
    }
    return file;
  }

  private Optional<Path> attempt(PlaceKind kind, Attempt attempt) throws IOException {
    if (!places.offline() && kind != PlaceKind.MANUAL) {
      sayLicence();
    }
    try {
      Path file = attempt.run();
      failures.forEach(failure -> logger.info("{}", failure.getMessage()));
      return Optional.of(file);
    } catch (FetchException e) {
      if (e.reason() == Reason.LOCAL_DISK) {
        throw e; // another place would not mend it, and its message has its own advice
      }
      if (e.reason() == Reason.WRONG_DIGEST) {
        listener.message(e.getMessage()); // must be seen even if another place has the right file
      }
      failures.add(e);
      return Optional.empty();
    }
  }

  private void sayLicence() {
    if (!licenceSaid) {
      licenceSaid = true;
      String licence = card.name() + ": " + card.licence().text();
      logger.info("{}", licence);
      listener.message(licence);
    }
  }

  /** A file of the model in a folder of our cache. */
  private Optional<Path> kept(Path folder) throws IOException {
    Optional<Path> file = LocalWeights.in(folder, card);
    if (file.isPresent()) {
      LocalWeights.require(file.get());
      // A converted copy has a digest of its own.
      Optional<Place> place = place(file.get());
      List<Digest> digests = place.map(Place::digests).orElse(List.of());
      String source = place.map(from -> from.address().toString()).orElse("local");
      Pin.check(file.get(), digests, source);
    }
    return file;
  }

  private Optional<Place> place(Path file) {
    String name = file.getFileName().toString();
    return card.places().stream().filter(place -> place.fileName().equals(name)).findFirst();
  }

  /** A file that another program fetched; a wrong one is its business, and said. */
  private Optional<Path> shared() throws IOException {
    for (Place place : card.places()) {
      Optional<Path> file = places.shared().find(place);
      if (file.isPresent() && isPublished(file.get(), place)) {
        logger.info("{}: using {}", card.name(), file.get());
        return file;
      }
    }
    return Optional.empty();
  }

  private boolean isPublished(Path file, Place place) throws IOException {
    try {
      LocalWeights.require(file);
      if (place.size().isPresent() && place.size().getAsLong() != Files.size(file)) {
        throw new FetchException(
            Reason.WRONG_SIZE,
            file
                + " is not the published file: it has "
                + Files.size(file)
                + " bytes, expected "
                + place.size().getAsLong());
      }
      if (!place.digests().isEmpty()) {
        LocalFiles.makeFolder(places.cache().resolve("shared"));
        Path pin =
            places
                .cache()
                .resolve("shared")
                .resolve(Sha256.of(file.toAbsolutePath().toString(), 16) + ".pin.json");
        Pin.check(file, pin, place.digests(), file.toString());
      }
      return true;
    } catch (FetchException e) {
      if (e.reason() == Reason.LOCAL_DISK) {
        throw e;
      }
      listener.message(file + " is left alone: " + e.getMessage());
      return false;
    }
  }
}
