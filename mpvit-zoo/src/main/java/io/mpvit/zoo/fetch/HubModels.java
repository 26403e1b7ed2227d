/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.hub.HubReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files that users name on the hub. They are kept as {@code hub/OWNER/REPO/REVISION/FILE} in the
 * cache; what the cache of the hub's library holds is used from there.
 */
final class HubModels {

  /** Of a whole repository, the first of these that it has. */
  static final List<String> FILES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static final String INDEX = ".index.json";
  private static final String CONFIG = "config.json";

  private final WeightsPlaces places;
  private final PlaceDownloads downloads;

  HubModels(WeightsPlaces places, PlaceDownloads downloads) {
    this.places = places;
    this.downloads = downloads;
  }

  /** Finds weights that are on this machine with all that belongs to them. */
  Optional<Path> find(HubReference named) {
    return candidates(named).stream().flatMap(file -> kept(file).stream()).findFirst();
  }

  /** Where weights are kept if the repository has what is asked for first. */
  Path cacheFile(HubReference named) {
    return target(candidates(named).get(0));
  }

  /** Gets weights, with the shards of an index and the configuration beside them. */
  Path locate(HubReference named, ProgressListener listener) throws IOException {
    Optional<Path> here = find(named);
    if (here.isPresent()) {
      Path file = LocalWeights.require(here.get());
      if (file.startsWith(places.cache())) {
        checkPins(file, named);
      }
      return file;
    }
    if (!places.offline() && !places.hub().offline()) {
      listener.message(
          named
              + ": the licence of its weights is on its page, "
              + named.page(places.hub().endpoint()));
    }
    FetchException missing = null;
    for (HubReference file : candidates(named)) {
      Path target = target(file);
      try {
        Content content = isIndex(target) ? Content.JSON : Content.WEIGHTS;
        downloads.fromHub(file, target, content, listener);
      } catch (FetchException e) {
        if (e.reason() != Reason.NOT_FOUND || named.file().isPresent()) {
          throw e;
        }
        missing = e;
        continue;
      }
      bringShards(file, target, listener);
      bringConfig(file, target.resolveSibling(CONFIG), listener);
      return target;
    }
    throw new FetchException(
        Reason.NOT_FOUND,
        named
            + ": the repository has none of "
            + String.join(", ", FILES)
            + " (or does not exist, or has no revision "
            + named.revision()
            + "); name a file, such as "
            + named.withFile("weights.pth"),
        missing);
  }

  /** Of an index its shards, too: they are the weights. */
  private static void checkPins(Path file, HubReference named) throws IOException {
    Pin.check(file, List.of(), named.toString());
    if (isIndex(file)) {
      for (String shard : shards(file)) {
        Pin.check(file.resolveSibling(shard), List.of(), named.toString());
      }
    }
  }

  private static List<HubReference> candidates(HubReference named) {
    return named.file().isPresent() ? List.of(named) : FILES.stream().map(named::withFile).toList();
  }

  private void bringShards(HubReference file, Path target, ProgressListener listener)
      throws IOException {
    if (isIndex(target)) {
      for (String shard : shards(target)) {
        downloads.fromHub(
            sibling(file, shard), target.resolveSibling(shard), Content.WEIGHTS, listener);
      }
    }
  }

  /** A repository need not have one, and what is fetched already is of use without it. */
  private void bringConfig(HubReference weights, Path target, ProgressListener listener)
      throws IOException {
    try {
      downloads.fromHub(sibling(weights, CONFIG), target, Content.JSON, listener);
    } catch (FetchException e) {
      if (e.reason() == Reason.LOCAL_DISK) {
        throw e;
      }
      if (e.reason() != Reason.NOT_FOUND) {
        listener.message(e.getMessage() + "; going on without it");
      }
    }
  }

  /** Our own copy, or that of the hub's library, if it is whole. */
  private Optional<Path> kept(HubReference file) {
    return Optional.of(target(file))
        .filter(Files::isRegularFile)
        .or(() -> places.shared().hub().flatMap(cache -> cache.find(file)))
        .filter(HubModels::isWhole);
  }

  private static boolean isIndex(Path file) {
    return file.toString().endsWith(INDEX);
  }

  private static boolean isWhole(Path file) {
    try {
      return !isIndex(file)
          || shards(file).stream().map(file::resolveSibling).allMatch(Files::isRegularFile);
    } catch (IOException e) {
      return false; // it is fetched again, and then the reason shows
    }
  }

  private Path target(HubReference file) {
    return places
        .cache()
        .resolve("hub")
        .resolve(file.owner())
        .resolve(file.repository())
        .resolve(file.revision())
        .resolve(file.file().orElseThrow());
  }

  private static HubReference sibling(HubReference file, String name) {
    String path = file.file().orElseThrow();
    return file.withFile(path.substring(0, path.lastIndexOf('/') + 1) + name);
  }

  /** The files that an index spreads tensors over, each once. */
  private static Set<String> shards(Path index) throws IOException {
    Set<String> shards = new LinkedHashSet<>();
    try {
      JsonObject map =
          JsonParser.parseString(Files.readString(index))
              .getAsJsonObject()
              .getAsJsonObject("weight_map");
      for (JsonElement shard : map.asMap().values()) {
        boolean text = shard.isJsonPrimitive() && shard.getAsJsonPrimitive().isString();
        if (!text || !shard.getAsString().matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
          throw new IllegalStateException(shard + " is no plain file name");
        }
        shards.add(shard.getAsString());
      }
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | NullPointerException e) {
      throw new FetchException(
          Reason.NOT_WEIGHTS, index + " is no index of shards: " + e.getMessage(), e);
    }
    if (shards.isEmpty()) {
      throw new FetchException(Reason.NOT_WEIGHTS, index + " lists no shards");
    }
    return shards;
  }
}
