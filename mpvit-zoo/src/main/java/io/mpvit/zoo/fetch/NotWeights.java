/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises what servers send in place of weights: web pages, error texts, pointers of Git LFS.
 *
 * <p>Weights are binary from the first bytes on: a zip's {@code PK}, a pickle's 0x80, or the eight
 * length bytes of safetensors. So text at the start is enough to tell.
 */
final class NotWeights {

  /** How many bytes at the start of a file are looked at. */
  static final int HEAD = 512;

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>\\s*([^<]{1,80}?)\\s*<", Pattern.CASE_INSENSITIVE);

  private NotWeights() {}

  /**
   * Says what a file is if it is not weights.
   *
   * @param contentType the media type that the server gave, or an empty string
   * @param head the first {@link #HEAD} bytes, or all if there are fewer
   * @return such as {@code a web page ("Not Found")}, or empty if it may be weights
   */
  static Optional<String> describe(String contentType, byte[] head) {
    if (head.length == 0) {
      return Optional.of("an empty file");
    }
    String text = new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html")
        || type.startsWith("application/xhtml")
        || isMarkup(head, text)) {
      Matcher title = TITLE.matcher(text);
      return Optional.of("a web page" + (title.find() ? " (\"" + title.group(1) + "\")" : ""));
    }
    if (!isText(head)) {
      return Optional.empty();
    }
    if (text.startsWith("version https://git-lfs")) {
      return Optional.of("a Git LFS pointer, not the file that it points to");
    }
    String line = text.lines().findFirst().orElse("");
    return Optional.of("text (\"" + line.substring(0, Math.min(80, line.length())) + "\")");
  }

  private static boolean isMarkup(byte[] head, String text) {
    return text.startsWith("<") && isText(head);
  }

  /** Whether there is no control byte but white space: no binary format here starts like that. */
  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    return (head[0] & 0xff) != 0x80;
  }
}
