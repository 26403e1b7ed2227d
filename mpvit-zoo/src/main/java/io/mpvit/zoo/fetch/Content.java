/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a downloaded file shall hold; servers send other things in its place. */
public enum Content {
  /** Weights, which are binary. */
  WEIGHTS("weights", 64_000_000_000L) {
    @Override
    Optional<String> otherThan(String contentType, byte[] head) {
      return NotWeights.describe(contentType, head);
    }
  },
  /** A JSON object, such as a configuration. */
  JSON("JSON", 64_000_000L) {
    @Override
    Optional<String> otherThan(String contentType, byte[] head) {
      boolean object = new String(head, StandardCharsets.UTF_8).stripLeading().startsWith("{");
      return object
          ? Optional.empty()
          : NotWeights.describe(contentType, head).or(() -> Optional.of("a binary file"));
    }
  };

  private final String label;
  private final long most;

  Content(String label, long most) {
    this.label = label;
    this.most = most;
  }

  /** No such file has more bytes: what is longer is a server's mistake or worse. */
  long most() {
    return most;
  }

  String label() {
    return label;
  }

  /**
   * Says what a file is if it is not this.
   *
   * @param contentType the media type that the server gave, or an empty string
   * @param head the first {@link NotWeights#HEAD} bytes, or all if there are fewer
   * @return such as {@code a web page ("Not Found")}, or empty if it may be this
   */
  abstract Optional<String> otherThan(String contentType, byte[] head);
}
