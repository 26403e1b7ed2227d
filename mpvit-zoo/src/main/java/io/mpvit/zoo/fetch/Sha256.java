/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256. */
public final class Sha256 {

  private static final int BUFFER = 1 << 16;

  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Computes a file's digest.
   *
   * @param file any file
   * @return 64 lower-case hexadecimal digits
   * @throws IOException if the file cannot be read
   */
  public static String of(Path file) throws IOException {
    Sha256 sha = new Sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(ByteBuffer.wrap(buffer, 0, n));
      }
    }
    return sha.finish();
  }

  /**
   * Computes a text's digest.
   *
   * @param text any text; its bytes in UTF-8 count
   * @return 64 lower-case hexadecimal digits
   */
  public static String of(String text) {
    Sha256 sha = new Sha256();
    sha.update(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return sha.finish();
  }

  /** Returns the first hexadecimal digits of a text's digest. */
  static String of(String text, int digits) {
    return of(text).substring(0, digits);
  }

  /** Takes the buffer's remaining bytes without moving its position. */
  void update(ByteBuffer bytes) {
    digest.update(bytes.duplicate());
  }

  void reset() {
    digest.reset();
  }

  /** Returns 64 lower-case hexadecimal digits and starts over. */
  String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
