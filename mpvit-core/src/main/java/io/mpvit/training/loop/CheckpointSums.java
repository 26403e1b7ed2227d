/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.loop;

import io.mpvit.work.AtomicOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digests of a checkpoint's files, in a file of the form that {@code sha256sum -c} reads: a
 * damaged file may have the right size.
 */
final class CheckpointSums {

  /** The file's name. */
  static final String NAME = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^/\\\\]+)");
  private static final int DIGITS = 64;
  private static final int CHUNK = 1 << 16;

  private CheckpointSums() {}

  /** The size that the file will have for files of some names. */
  static long size(Collection<String> names) {
    return names.stream()
        .mapToLong(name -> DIGITS + 3L + name.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  /** Writes the digests of some files of a folder. */
  static void write(Path folder, Collection<String> names) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : new TreeSet<>(names)) {
      lines.append(digest(folder.resolve(name))).append("  ").append(name).append('\n');
    }
    AtomicOutput.write(folder.resolve(NAME), out -> out.write(lines.toString()));
  }

  /**
   * Looks for damage.
   *
   * @param folder with a file of digests
   * @return what is wrong with the first file that is not as it was written; empty if all are
   * @throws IOException if a file cannot be read
   */
  static Optional<String> fault(Path folder) throws IOException {
    String text = new String(Files.readAllBytes(folder.resolve(NAME)), StandardCharsets.ISO_8859_1);
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        return Optional.of(NAME + " is damaged");
      }
      Path file = folder.resolve(matcher.group(2));
      if (!Files.isRegularFile(file)) {
        return Optional.of(matcher.group(2) + " is missing");
      }
      if (!digest(file).equals(matcher.group(1))) {
        return Optional.of(matcher.group(2) + " is damaged (another SHA-256 than when written)");
      }
    }
    return text.isEmpty() ? Optional.of(NAME + " is empty") : Optional.empty();
  }

  private static String digest(Path file) throws IOException {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read > 0; read = in.read(chunk)) {
        sha.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
