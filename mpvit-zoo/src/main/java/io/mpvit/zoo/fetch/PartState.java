/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.Digest.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which version of which remote file an unfinished download holds the beginning of; kept beside it
 * so that the next run can tell whether it may go on.
 *
 * @param url the address
 * @param etag the server's strong entity tag, or null
 * @param lastModified the server's {@code Last-Modified} as it was sent, or null
 * @param total the whole file's size in bytes, or -1 if the server did not say
 * @param linked the file's SHA-256 as the hub said it, or null
 */
record PartState(String url, String etag, String lastModified, long total, String linked) {

  /** What a header may hold that is sent back; servers send anything. */
  private static final Pattern HEADER = Pattern.compile("[ -~]{1,1000}");

  static PartState of(URI url, HttpHeaders headers, long total, LinkedFile linked) {
    return new PartState(
        url.toString(),
        headers.firstValue("ETag").filter(PartState::isStrong).orElse(null),
        headers.firstValue("Last-Modified").orElse(null),
        total,
        linked.sha256().orElse(null));
  }

  /** Reads the state of an earlier run; empty if there is none that makes sense. */
  static Optional<PartState> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(new Gson().fromJson(Files.readString(file), PartState.class))
          .filter(state -> state.url != null && state.isSound());
    } catch (JsonParseException | CharacterCodingException e) {
      return Optional.empty(); // a torn write; the download starts over
    }
  }

  private boolean isSound() {
    return linked == null || linked.matches("[0-9a-f]{64}");
  }

  void write(Path file) throws IOException {
    Files.writeString(file, new Gson().toJson(this));
  }

  /** Whether the rest of the file can be asked for and told apart from another version's rest. */
  boolean canResume(URI source) {
    return url.equals(source.toString()) && (validator().isPresent() || total > 0);
  }

  /** Returns what {@code If-Range} takes. */
  Optional<String> validator() {
    return Optional.ofNullable(etag != null ? etag : lastModified)
        .filter(text -> HEADER.matcher(text).matches());
  }

  /** Whether the whole file can have this many bytes, so far as the server said. */
  boolean canHave(long size) {
    return total < 0 || total == size;
  }

  /** What the hub said of the whole file's digest. */
  List<Digest> digests() {
    return linked == null ? List.of() : List.of(new Digest(Algorithm.SHA256, linked));
  }

  /** Whether an answer that carries the rest belongs to the same version. */
  boolean matches(PartState rest) {
    return agree(etag, rest.etag)
        && agree(lastModified, rest.lastModified)
        && agree(linked, rest.linked)
        && (total < 0 || rest.total < 0 || total == rest.total);
  }

  /** A partial answer may leave a header out, but what it says must be the same. */
  private static boolean agree(String before, String now) {
    return before == null || now == null || before.equals(now);
  }

  private static boolean isStrong(String etag) {
    return !etag.startsWith("W/");
  }
}
