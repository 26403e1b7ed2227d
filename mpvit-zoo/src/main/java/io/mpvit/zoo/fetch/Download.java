/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file to bring.
 *
 * @param source its http(s) address
 * @param target where it shall land; its folder is made if missing
 * @param size its length in bytes, where known beforehand
 * @param most its length is no greater, whatever the server says; in bytes
 * @param digests what is known of its digest beforehand; all must fit
 * @param content what it shall hold
 * @param hub what else there is to say and to heed if the source is the hub
 */
public record Download(
    URI source,
    Path target,
    OptionalLong size,
    long most,
    List<Digest> digests,
    Content content,
    Optional<HubAccess> hub) {

  /** Checks that all parts are there and makes the target absolute. */
  public Download {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(hub, "hub");
    digests = List.copyOf(digests);
    target = target.toAbsolutePath().normalize();
  }

  /**
   * Weights of which only the address is known.
   *
   * @param source their http(s) address
   * @param target where they shall land
   */
  public Download(URI source, Path target) {
    this(source, target, OptionalLong.empty(), List.of());
  }

  /**
   * Weights of which more is known.
   *
   * @param source their http(s) address
   * @param target where they shall land
   * @param size their length in bytes, where known
   * @param digests what is known of their digest
   */
  public Download(URI source, Path target, OptionalLong size, List<Digest> digests) {
    this(source, target, size, Content.WEIGHTS.most(), digests, Content.WEIGHTS, Optional.empty());
  }

  /** The same with a bound on its length, in bytes. */
  Download atMost(long bytes) {
    return new Download(source, target, size, bytes, digests, content, hub);
  }

  String fileName() {
    return target.getFileName().toString();
  }

  /** Returns a file beside the target. */
  Path sibling(String suffix) {
    return target.resolveSibling(fileName() + suffix);
  }

  /** How messages call the source: a file of the hub by the name that users give it. */
  String sourceName() {
    return hub.map(access -> access.reference().toString()).orElseGet(source::toString);
  }
}
