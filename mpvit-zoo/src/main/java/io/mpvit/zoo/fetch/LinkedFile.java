/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.Digest.Algorithm;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What the hub says of a large file before it sends us to the server that has it: {@code
 * X-Linked-Etag} is the file's SHA-256 in quotes, {@code X-Linked-Size} its length. (A small file's
 * tag is Git's 40 digits, which say nothing here.)
 *
 * @param sha256 all 64 digits, where said
 * @param size bytes, where said
 */
record LinkedFile(Optional<String> sha256, OptionalLong size) {

  static final LinkedFile NONE = new LinkedFile(Optional.empty(), OptionalLong.empty());

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  static LinkedFile of(HttpHeaders headers) {
    Optional<String> sha256 =
        headers
            .firstValue("X-Linked-Etag")
            .map(tag -> tag.replaceFirst("^W/", "").replace("\"", "").strip())
            .filter(tag -> SHA256.matcher(tag).matches());
    Optional<String> size =
        headers.firstValue("X-Linked-Size").filter(text -> text.matches("\\d{1,18}"));
    return new LinkedFile(
        sha256,
        size.isPresent() ? OptionalLong.of(Long.parseLong(size.get())) : OptionalLong.empty());
  }

  List<Digest> digests() {
    return sha256.stream().map(digits -> new Digest(Algorithm.SHA256, digits)).toList();
  }
}
