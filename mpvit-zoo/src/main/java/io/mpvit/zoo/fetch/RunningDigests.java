/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.Digest;
import io.mpvit.zoo.card.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** Digests of what is seen so far: SHA-256 always, others where digests of theirs are known. */
final class RunningDigests {

  private final Map<Algorithm, MessageDigest> running = new EnumMap<>(Algorithm.class);

  RunningDigests(Collection<Digest> known) {
    running.put(Algorithm.SHA256, start(Algorithm.SHA256));
    known.forEach(digest -> running.computeIfAbsent(digest.algorithm(), RunningDigests::start));
  }

  private static MessageDigest start(Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.label());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm.label(), e);
    }
  }

  /** Takes the buffer's remaining bytes without moving its position. */
  void update(ByteBuffer bytes) {
    running.values().forEach(digest -> digest.update(bytes.duplicate()));
  }

  void reset() {
    running.values().forEach(MessageDigest::reset);
  }

  /** Returns the digests and starts over. */
  FileDigests finish() {
    Map<Algorithm, String> whole = new EnumMap<>(Algorithm.class);
    running.forEach(
        (algorithm, digest) -> whole.put(algorithm, HexFormat.of().formatHex(digest.digest())));
    return new FileDigests(whole);
  }
}
