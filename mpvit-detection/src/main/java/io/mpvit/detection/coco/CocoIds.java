/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * Ids that are text. COCO's are numbers, but some tools write file names or UUIDs. A text that is a
 * number is that number; any other gets a negative number that follows from the text alone, so that
 * annotations and results agree on it.
 */
final class CocoIds {
  private final Map<Long, String> texts = new HashMap<>();

  /** The number of a text. */
  long of(String text) {
    try {
      long number = Long.parseLong(text);
      if (Long.toString(number).equals(text)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // some other text
    }
    long number = digest(text);
    texts.put(number, text);
    return number;
  }

  private static long digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong() | Long.MIN_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** An id as the file has it. */
  String text(long id) {
    return texts.getOrDefault(id, Long.toString(id));
  }

  /** Whether an id is a text in the file. */
  boolean isText(long id) {
    return texts.containsKey(id);
  }
}
