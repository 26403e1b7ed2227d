/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.Digest.Algorithm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The digests of one file: its SHA-256, and those that somebody published the first digits of.
 *
 * @param whole by algorithm, all digits in lower case
 */
record FileDigests(Map<Algorithm, String> whole) {

  private static final int BUFFER = 1 << 16;

  FileDigests {
    whole = new EnumMap<>(whole);
  }

  /** Reads a file once and computes its SHA-256 and what the known digests need. */
  static FileDigests of(Path file, Collection<Digest> known) throws IOException {
    RunningDigests running = new RunningDigests(known);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        running.update(ByteBuffer.wrap(buffer, 0, n));
      }
    }
    return running.finish();
  }

  String sha256() {
    return whole.get(Algorithm.SHA256);
  }

  /** Says in what way the file is not the one whose digests are known; empty if it can be. */
  Optional<String> difference(List<Digest> known) {
    return known.stream()
        .filter(digest -> !digest.matches(whole.get(digest.algorithm())))
        .findFirst()
        .map(
            digest ->
                digest.algorithm().label()
                    + " is "
                    + whole.get(digest.algorithm())
                    + ", expected "
                    + digest.digits()
                    + (digest.digits().length() < whole.get(digest.algorithm()).length()
                        ? "..."
                        : ""));
  }
}
