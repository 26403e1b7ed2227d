/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import ai.djl.util.Utils;
import io.mpvit.zoo.hub.HubSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where this machine is told to look for weights.
 *
 * @param folder a folder of the user's that is looked into first
 * @param mirror the base address of a server that is asked before the published one; ends in {@code
 *     /}
 * @param cache the folder in which downloads are kept
 * @param offline whether the network is out of bounds
 * @param hub how to reach the Hugging Face hub
 * @param shared caches of other programs
 */
public record WeightsPlaces(
    Optional<Path> folder,
    Optional<URI> mirror,
    Path cache,
    boolean offline,
    HubSettings hub,
    SharedCaches shared) {

  /** The environment variable or system property that names a folder or a mirror. */
  public static final String SETTING = "MPVIT_WEIGHTS";

  // Two letters at least: C:\weights is a folder.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  /** Checks that all parts are there. */
  public WeightsPlaces {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(mirror, "mirror");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(hub, "hub");
    Objects.requireNonNull(shared, "shared");
  }

  /**
   * Reads the environment: {@value #SETTING} (environment variable, else system property), DJL's
   * cache folder ({@code DJL_CACHE_DIR}) and DJL's offline switch ({@code DJL_OFFLINE}, {@code
   * ai.djl.offline}), the hub's ({@link HubSettings#fromEnvironment}) and other programs' caches
   * ({@link SharedCaches#fromEnvironment}).
   *
   * @return the places
   * @throws IllegalArgumentException if {@value #SETTING} is neither a folder's path nor a {@code
   *     file}, {@code http} or {@code https} address, or a setting of the hub is impossible
   */
  public static WeightsPlaces fromEnvironment() {
    HubSettings hub = HubSettings.fromEnvironment();
    return of(
            Optional.ofNullable(Utils.getEnvOrSystemProperty(SETTING)),
            Utils.getCacheDir(),
            Utils.isOfflineMode())
        .with(hub, SharedCaches.fromEnvironment(hub.cache()));
  }

  /**
   * Returns the same with other settings of the hub and other caches.
   *
   * @param newHub how to reach the hub
   * @param newShared caches of other programs
   * @return the places
   */
  public WeightsPlaces with(HubSettings newHub, SharedCaches newShared) {
    return new WeightsPlaces(folder, mirror, cache, offline, newHub, newShared);
  }

  /**
   * Reads a setting. The hub is asked as a stranger, and no other caches are looked into.
   *
   * @param setting a folder's path, or a {@code file}, {@code http} or {@code https} address; blank
   *     counts as absent
   * @param djlCache DJL's cache folder; ours is a folder in it
   * @param offline whether the network is out of bounds
   * @return the places
   * @throws IllegalArgumentException if the setting is none of these
   */
  public static WeightsPlaces of(Optional<String> setting, Path djlCache, boolean offline) {
    Path cache = djlCache.resolve("cache").resolve("mpvit").toAbsolutePath().normalize();
    String value = setting.orElse("").strip();
    if (value.isEmpty()) {
      return plain(Optional.empty(), Optional.empty(), cache, offline);
    }
    try {
      if (!SCHEME.matcher(value).matches()) {
        return plain(
            Optional.of(Path.of(value).toAbsolutePath().normalize()),
            Optional.empty(),
            cache,
            offline);
      }
      URI address = URI.create(value);
      return switch (address.getScheme().toLowerCase(Locale.ROOT)) {
        case "file" -> plain(Optional.of(Path.of(address)), Optional.empty(), cache, offline);
        case "http", "https" -> plain(Optional.empty(), Optional.of(base(address)), cache, offline);
        default -> throw new IllegalArgumentException("its scheme is " + address.getScheme());
      };
    } catch (IllegalArgumentException e) { // InvalidPathException is one
      throw wrong(value, e);
    }
  }

  /** The folder of the cache that has the mirror's files. */
  Optional<Path> mirrorCache() {
    return mirror.map(
        address -> cache.resolve("mirrors").resolve(Sha256.of(address.toString(), 16)));
  }

  private static WeightsPlaces plain(
      Optional<Path> folder, Optional<URI> mirror, Path cache, boolean offline) {
    return new WeightsPlaces(
        folder, mirror, cache, offline, HubSettings.anonymous(), SharedCaches.NONE);
  }

  private static URI base(URI address) {
    if (address.getHost() == null || address.getQuery() != null || address.getFragment() != null) {
      throw new IllegalArgumentException("it has no host, or a query or fragment");
    }
    if (address.getUserInfo() != null) {
      throw new IllegalArgumentException("it has a user name or a password, which are not sent");
    }
    return address.toString().endsWith("/") ? address : URI.create(address + "/");
  }

  private static IllegalArgumentException wrong(String value, IllegalArgumentException e) {
    return new IllegalArgumentException(
        SETTING
            + " is \""
            + value.replaceAll("//[^/@]*@", "//***@") // no password in messages and logs
            + "\", expected a folder or the base address of a mirror (file:, http: or https:): "
            + e.getMessage(),
        e);
  }
}
