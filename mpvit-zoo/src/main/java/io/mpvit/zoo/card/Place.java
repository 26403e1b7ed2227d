/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import io.mpvit.zoo.hub.HubReference;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One place that has a model's weights, in one file and one format. Files of one model at different
 * places may differ in format and layout of keys.
 *
 * @param kind whose place it is
 * @param address an http or https address; of the hub {@code hf://OWNER/REPO[@REVISION]/FILE}; of a
 *     place to click at, its page
 * @param fileName the name under which the file is kept in folders, mirrors and the cache; no other
 *     model's file has it
 * @param size its length in bytes, where known exactly
 * @param megabytes about how many millions of bytes it has, where known
 * @param digests what is known of its digest; all must fit
 * @param remark what else is known of the place
 */
public record Place(
    PlaceKind kind,
    URI address,
    String fileName,
    OptionalLong size,
    OptionalLong megabytes,
    List<Digest> digests,
    Optional<String> remark) {

  // A plain name: it is joined to folders, so it must not be able to leave them.
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * Copies the digests and checks the parts.
   *
   * @throws IllegalArgumentException if the file name has anything but letters, digits, {@code .},
   *     {@code _} and {@code -}, the address does not fit the kind, or a size is not positive
   */
  public Place {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(remark, "remark");
    digests = List.copyOf(digests);
    if (!FILE_NAME.matcher(fileName).matches()) {
      throw new IllegalArgumentException("file name \"" + fileName + "\" is not a plain name");
    }
    requireAddress(kind, address);
    requirePositive("size", size);
    requirePositive("megabytes", megabytes);
  }

  /**
   * A place of which only the address is known.
   *
   * @param kind whose place it is
   * @param address where the file is
   * @param fileName the name under which it is kept
   */
  public Place(PlaceKind kind, URI address, String fileName) {
    this(
        kind,
        address,
        fileName,
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of(),
        Optional.empty());
  }

  /**
   * Returns the file on the hub.
   *
   * @return empty if the place is not the hub
   */
  public Optional<HubReference> onHub() {
    return kind == PlaceKind.HUB
        ? Optional.of(HubReference.of(address.toString()))
        : Optional.empty();
  }

  private static void requireAddress(PlaceKind kind, URI address) {
    if (kind == PlaceKind.HUB) {
      if (HubReference.of(address.toString()).file().isEmpty()) {
        throw new IllegalArgumentException(address + " names no file of its repository");
      }
      return;
    }
    String scheme = address.getScheme();
    if (!"https".equals(scheme) && !"http".equals(scheme)) {
      throw new IllegalArgumentException("url " + address + " is not an http or https address");
    }
  }

  private static void requirePositive(String what, OptionalLong value) {
    if (value.isPresent() && value.getAsLong() <= 0) {
      throw new IllegalArgumentException(what + " " + value.getAsLong() + " is not positive");
    }
  }
}
