/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file to bring.
 *
 * @param source its http(s) address
 * @param target where it shall land; its folder is made if missing
 * @param size its length in bytes, where known beforehand
 * @param sha256 its SHA-256 in lower-case hexadecimal, where known beforehand
 */
public record Download(URI source, Path target, OptionalLong size, Optional<String> sha256) {

  /** Checks that all parts are there and makes the target absolute. */
  public Download {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(sha256, "sha256");
    target = target.toAbsolutePath().normalize();
  }

  /**
   * A file of which only the address is known.
   *
   * @param source its http(s) address
   * @param target where it shall land
   */
  public Download(URI source, Path target) {
    this(source, target, OptionalLong.empty(), Optional.empty());
  }

  String fileName() {
    return target.getFileName().toString();
  }

  /** Returns a file beside the target. */
  Path sibling(String suffix) {
    return target.resolveSibling(fileName() + suffix);
  }
}
