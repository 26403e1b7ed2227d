/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.hub;

import ai.djl.util.Utils;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the hub's users set, under the names that the hub's own library has: {@code HF_ENDPOINT} (a
 * mirror in place of the hub), {@code HF_TOKEN} or the token file of {@code HF_TOKEN_PATH}, {@code
 * HF_HOME}, {@code HF_HUB_CACHE}, {@code HF_HUB_OFFLINE}.
 *
 * @param endpoint the base address of the hub or a mirror; ends in {@code /}
 * @param token who asks; sent to the endpoint's host and to no other
 * @param cache the cache of the hub's own library
 * @param offline whether the hub is out of bounds
 */
public record HubSettings(
    URI endpoint, Optional<String> token, Optional<HubCache> cache, boolean offline) {

  /** The hub itself. */
  public static final URI HUB = URI.create("https://huggingface.co/");

  private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");

  /** Checks that all parts are there. */
  public HubSettings {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(cache, "cache");
    if (endpoint.getHost() == null
        || endpoint.getQuery() != null
        || !endpoint.getPath().endsWith("/")) {
      throw new IllegalArgumentException(
          "endpoint " + endpoint + " is not the base address of a server, ending in /");
    }
  }

  /**
   * The hub for strangers who have no cache of its library.
   *
   * @return the settings
   */
  public static HubSettings anonymous() {
    return new HubSettings(HUB, Optional.empty(), Optional.empty(), false);
  }

  /**
   * Reads the environment (environment variables, else system properties) and the token file.
   *
   * @return the settings
   * @throws IllegalArgumentException if {@code HF_ENDPOINT} is no http or https address
   */
  public static HubSettings fromEnvironment() {
    return of(
        name -> Optional.ofNullable(Utils.getEnvOrSystemProperty(name)),
        Path.of(System.getProperty("user.home")));
  }

  /**
   * Reads settings.
   *
   * @param variables gives a variable's value; blank counts as absent
   * @param home the user's folder, in which {@code .cache/huggingface} is
   * @return the settings
   * @throws IllegalArgumentException if {@code HF_ENDPOINT} is no http or https address
   */
  public static HubSettings of(Function<String, Optional<String>> variables, Path home) {
    Function<String, Optional<String>> set =
        name -> variables.apply(name).map(String::strip).filter(value -> !value.isEmpty());
    Path caches = set.apply("XDG_CACHE_HOME").map(Path::of).orElse(home.resolve(".cache"));
    Path own = set.apply("HF_HOME").map(Path::of).orElse(caches.resolve("huggingface"));
    Path cache =
        set.apply("HF_HUB_CACHE")
            .or(() -> set.apply("HUGGINGFACE_HUB_CACHE"))
            .map(Path::of)
            .orElse(own.resolve("hub"));
    Path tokenFile = set.apply("HF_TOKEN_PATH").map(Path::of).orElse(own.resolve("token"));
    return new HubSettings(
        set.apply("HF_ENDPOINT").map(HubSettings::endpoint).orElse(HUB),
        set.apply("HF_TOKEN")
            .or(() -> set.apply("HUGGING_FACE_HUB_TOKEN"))
            .or(() -> read(tokenFile))
            .filter(HubSettings::canBeSent),
        Optional.of(new HubCache(cache)),
        set.apply("HF_HUB_OFFLINE")
            .map(value -> YES.contains(value.toUpperCase(Locale.ROOT)))
            .orElse(false));
  }

  private static URI endpoint(String value) {
    try {
      URI address = URI.create(value.endsWith("/") ? value : value + "/");
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getUserInfo() == null) {
        return new HubSettings(address, Optional.empty(), Optional.empty(), false).endpoint();
      }
    } catch (IllegalArgumentException e) {
      throw wrong(value, e);
    }
    throw wrong(value, null);
  }

  private static IllegalArgumentException wrong(String value, Exception cause) {
    return new IllegalArgumentException(
        "HF_ENDPOINT is \""
            + value.replaceAll("//[^/@]*@", "//***@")
            + "\", expected the http or https address of a server, without user, query or fragment",
        cause);
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // as if there were none: most files of the hub need no token
    }
  }

  /** A header has printable characters only; anything else is no token. */
  private static boolean canBeSent(String token) {
    return token.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** Returns all but the token, which must not get into logs. */
  @Override
  public String toString() {
    return "HubSettings[endpoint="
        + endpoint
        + ", token="
        + (token.isPresent() ? "***" : "none")
        + ", cache="
        + cache
        + ", offline="
        + offline
        + "]";
  }
}
