/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.card.PlaceKind;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.hub.HubReference;
import io.mpvit.zoo.hub.HubSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Brings the file of one place into the cache. Failures name the place. */
final class PlaceDownloads {

  private static final long MEGABYTE = 1_000_000;

  private final WeightsPlaces places;
  private final Downloader downloader;

  PlaceDownloads(WeightsPlaces places, Downloader downloader) {
    this.places = places;
    this.downloader = downloader;
  }

  /** From where a place says that it is. */
  Path published(Place place, ProgressListener listener) throws IOException {
    if (place.kind() == PlaceKind.MANUAL) {
      throw new FetchException(
          Reason.BY_HAND,
          place.address()
              + ": "
              + place.fileName()
              + " is there for people only"
              + place.remark().map(remark -> " (" + remark + ")").orElse(""));
    }
    Path target = places.cache().resolve(place.fileName());
    URI address = place.onHub().map(this::address).orElse(place.address());
    Download plain =
        new Download(address, target, place.size(), place.digests()).atMost(most(place));
    try {
      return bring(
          place.onHub().map(file -> onHub(file, plain, Content.WEIGHTS)).orElse(plain), listener);
    } catch (FetchException e) {
      if (e.reason() == Reason.LOCAL_DISK || place.remark().isEmpty()) {
        throw e;
      }
      throw new FetchException(e.reason(), e.getMessage() + " (" + place.remark().get() + ")", e);
    }
  }

  /** From the user's own mirror, which has all files beside each other. */
  Path mirrored(URI mirror, Path folder, Place place, ProgressListener listener)
      throws IOException {
    return bring(
        new Download(
                mirror.resolve(place.fileName()),
                folder.resolve(place.fileName()),
                place.size(),
                place.digests())
            .atMost(most(place)),
        listener);
  }

  /** What a card says of a size is rounded, but not to another order of magnitude. */
  private static long most(Place place) {
    return place.megabytes().isPresent()
        ? 2 * MEGABYTE * (place.megabytes().getAsLong() + 1)
        : Content.WEIGHTS.most();
  }

  /** A file of the hub, of which nothing is known beforehand. */
  Path fromHub(HubReference file, Path target, Content content, ProgressListener listener)
      throws IOException {
    return bring(onHub(file, new Download(address(file), target), content), listener);
  }

  private Download onHub(HubReference file, Download plain, Content content) {
    HubSettings hub = places.hub();
    return new Download(
        plain.source(),
        plain.target(),
        plain.size(),
        Math.min(plain.most(), content.most()),
        plain.digests(),
        content,
        Optional.of(new HubAccess(file, hub.endpoint(), hub.token())));
  }

  private URI address(HubReference file) {
    return file.address(places.hub().endpoint());
  }

  private Path bring(Download download, ProgressListener listener) throws IOException {
    try {
      requireNetwork(download);
      return downloader.download(download, listener);
    } catch (FetchException e) {
      if (e.reason() == Reason.LOCAL_DISK) {
        throw e; // the place is not to blame
      }
      throw new FetchException(e.reason(), download.sourceName() + ": " + e.getMessage(), e);
    }
  }

  private void requireNetwork(Download download) throws FetchException {
    if (places.offline()) {
      throw new FetchException(
          Reason.OFFLINE, "the network is switched off (ai.djl.offline or DJL_OFFLINE)");
    }
    if (places.hub().offline() && download.hub().isPresent()) {
      throw new FetchException(Reason.OFFLINE, "the hub is switched off (HF_HUB_OFFLINE)");
    }
  }
}
