/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import ai.djl.util.Utils;
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
 */
public record WeightsPlaces(
    Optional<Path> folder, Optional<URI> mirror, Path cache, boolean offline) {

  /** The environment variable or system property that names a folder or a mirror. */
  public static final String SETTING = "MPVIT_WEIGHTS";

  // Two letters at least: C:\weights is a folder.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  /** Checks that all parts are there. */
  public WeightsPlaces {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(mirror, "mirror");
    Objects.requireNonNull(cache, "cache");
  }

  /**
   * Reads the environment: {@value #SETTING} (environment variable, else system property), DJL's
   * cache folder ({@code DJL_CACHE_DIR}) and DJL's offline switch ({@code DJL_OFFLINE}, {@code
   * ai.djl.offline}).
   *
   * @return the places
   * @throws IllegalArgumentException if {@value #SETTING} is neither a folder's path nor a {@code
   *     file}, {@code http} or {@code https} address
   */
  public static WeightsPlaces fromEnvironment() {
    return of(
        Optional.ofNullable(Utils.getEnvOrSystemProperty(SETTING)),
        Utils.getCacheDir(),
        Utils.isOfflineMode());
  }

  /**
   * Reads a setting.
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
      return new WeightsPlaces(Optional.empty(), Optional.empty(), cache, offline);
    }
    try {
      if (!SCHEME.matcher(value).matches()) {
        return new WeightsPlaces(
            Optional.of(Path.of(value).toAbsolutePath().normalize()),
            Optional.empty(),
            cache,
            offline);
      }
      URI address = URI.create(value);
      return switch (address.getScheme().toLowerCase(Locale.ROOT)) {
        case "file" ->
            new WeightsPlaces(Optional.of(Path.of(address)), Optional.empty(), cache, offline);
        case "http", "https" ->
            new WeightsPlaces(Optional.empty(), Optional.of(base(address)), cache, offline);
        default -> throw new IllegalArgumentException("its scheme is " + address.getScheme());
      };
    } catch (IllegalArgumentException e) { // InvalidPathException is one
      throw wrong(value, e);
    }
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
