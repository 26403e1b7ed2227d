/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What is known of a file's digest: all of it, or its first digits, as publishers put them into
 * file names. detectron2's {@code model_final_f10217.pkl} begins with f10217 in MD5, torch's {@code
 * resnet50-0676ba61.pth} with 0676ba61 in SHA-256.
 *
 * @param algorithm what the digits are of
 * @param digits lower-case hexadecimal digits, 6 at least
 */
public record Digest(Algorithm algorithm, String digits) {

  /** How a digest is computed. */
  public enum Algorithm {
    /** 32 digits. */
    MD5("MD5", 32),
    /** 64 digits. */
    SHA256("SHA-256", 64);

    private final String label;
    private final int length;

    Algorithm(String label, int length) {
      this.label = label;
      this.length = length;
    }

    /**
     * Returns the name by which Java's security classes and people know it.
     *
     * @return {@code MD5} or {@code SHA-256}
     */
    public String label() {
      return label;
    }
  }

  // Fewer would let too many wrong files pass.
  private static final int FEWEST = 6;
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]+");

  /**
   * Checks the digits.
   *
   * @throws IllegalArgumentException if they are no lower-case hexadecimal digits, or too few or
   *     too many
   */
  public Digest {
    Objects.requireNonNull(algorithm, "algorithm");
    if (!DIGITS.matcher(digits).matches()
        || digits.length() < FEWEST
        || digits.length() > algorithm.length) {
      throw new IllegalArgumentException(
          "digest \""
              + digits
              + "\" is not "
              + FEWEST
              + " to "
              + algorithm.length
              + " lower-case hexadecimal digits of "
              + algorithm.label);
    }
  }

  /**
   * Reads the form of cards: {@code md5:f10217}, {@code sha256:0676ba61}.
   *
   * @param text algorithm and digits
   * @return the digest
   * @throws IllegalArgumentException if the text is none
   */
  public static Digest of(String text) {
    int colon = text.indexOf(':');
    String name = text.substring(0, Math.max(0, colon));
    return Arrays.stream(Algorithm.values())
        .filter(algorithm -> name.equals(algorithm.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .map(algorithm -> new Digest(algorithm, text.substring(colon + 1)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "digest \"" + text + "\" begins with neither md5: nor sha256:"));
  }

  /**
   * Whether a file's digest can be this one.
   *
   * @param whole all digits of the file's digest by the same algorithm, lower-case
   * @return whether they begin with what is known
   */
  public boolean matches(String whole) {
    return whole.startsWith(digits);
  }

  /** Returns the form of cards. */
  @Override
  public String toString() {
    return algorithm.name().toLowerCase(Locale.ROOT) + ":" + digits;
  }
}
