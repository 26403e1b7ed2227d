/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A published weights file.
 *
 * @param fileName the name under which it is kept in folders, mirrors and the cache
 * @param url the published address
 * @param size its length in bytes, where known
 * @param sha256 its SHA-256 as 64 lower-case hexadecimal digits, where known
 * @param remark what is known of the address, such as a report that it is dead
 */
public record Checkpoint(
    String fileName, URI url, OptionalLong size, Optional<String> sha256, Optional<String> remark) {

  // A plain name: it is joined to folders, so it must not be able to leave them.
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the file name has anything but letters, digits, {@code .},
   *     {@code _} and {@code -}, the address is not http(s), the size is not positive, or the
   *     digest is not 64 lower-case hexadecimal digits
   */
  public Checkpoint {
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(remark, "remark");
    if (!FILE_NAME.matcher(fileName).matches()) {
      throw new IllegalArgumentException("file name \"" + fileName + "\" is not a plain name");
    }
    String scheme = url.getScheme();
    if (!"https".equals(scheme) && !"http".equals(scheme)) {
      throw new IllegalArgumentException("url " + url + " is not an http or https address");
    }
    size.ifPresent(
        bytes -> {
          if (bytes <= 0) {
            throw new IllegalArgumentException("size " + bytes + " is not positive");
          }
        });
    sha256.ifPresent(
        digest -> {
          if (!SHA256.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                "sha256 \"" + digest + "\" is not 64 lower-case hexadecimal digits");
          }
        });
  }
}
