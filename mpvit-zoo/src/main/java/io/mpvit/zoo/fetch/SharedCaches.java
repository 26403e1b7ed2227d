/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import ai.djl.util.Utils;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.hub.HubCache;
import io.mpvit.zoo.hub.HubReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Caches of other programs on this machine that may hold a published file already. They are only
 * read.
 *
 * @param hub that of the hub's library
 * @param torch folders of torch's hub ({@code TORCH_HOME/hub/checkpoints}): files by the last part
 *     of their address
 * @param paths folders of fvcore and iopath, which detectron2 fetches with ({@code FVCORE_CACHE},
 *     {@code ~/.torch/iopath_cache}): files by the path of their address
 */
public record SharedCaches(Optional<HubCache> hub, List<Path> torch, List<Path> paths) {

  /** No caches. */
  public static final SharedCaches NONE = new SharedCaches(Optional.empty(), List.of(), List.of());

  /** Copies the lists. */
  public SharedCaches {
    torch = List.copyOf(torch);
    paths = List.copyOf(paths);
  }

  /**
   * Reads the environment: environment variables, else system properties.
   *
   * @param hub the cache of the hub's library
   * @return the caches, there or not
   */
  public static SharedCaches fromEnvironment(Optional<HubCache> hub) {
    return of(
        hub,
        name -> Optional.ofNullable(Utils.getEnvOrSystemProperty(name)),
        Path.of(System.getProperty("user.home")));
  }

  /**
   * Reads settings.
   *
   * @param hub the cache of the hub's library
   * @param variables gives a variable's value; blank counts as absent
   * @param home the user's folder
   * @return the caches, there or not
   */
  public static SharedCaches of(
      Optional<HubCache> hub, Function<String, Optional<String>> variables, Path home) {
    Function<String, Optional<Path>> set =
        name -> variables.apply(name).filter(value -> !value.isBlank()).map(Path::of);
    Path caches = set.apply("XDG_CACHE_HOME").orElse(home.resolve(".cache"));
    Path torch = set.apply("TORCH_HOME").orElse(caches.resolve("torch"));
    List<Path> paths =
        set.apply("FVCORE_CACHE")
            .map(List::of)
            .orElse(
                List.of(
                    home.resolve(".torch").resolve("iopath_cache"),
                    home.resolve(".torch").resolve("fvcore_cache")));
    return new SharedCaches(hub, List.of(torch.resolve("hub").resolve("checkpoints")), paths);
  }

  /**
   * Finds the file of a place.
   *
   * @param place where it was published
   * @return a file that should be it, not checked
   */
  public Optional<Path> find(Place place) {
    Optional<HubReference> onHub = place.onHub();
    if (onHub.isPresent()) {
      return hub.flatMap(cache -> cache.find(onHub.get()));
    }
    String path = Optional.ofNullable(place.address().getPath()).orElse("").replaceFirst("^/+", "");
    if (path.isEmpty() || path.endsWith("/") || List.of(path.split("/")).contains("..")) {
      return Optional.empty();
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Stream.concat(
            torch.stream().map(folder -> folder.resolve(name)),
            paths.stream().map(folder -> folder.resolve(path)))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
