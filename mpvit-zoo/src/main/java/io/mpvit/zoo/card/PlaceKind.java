/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whose a place of weights is, and whether a program can get them there. */
public enum PlaceKind {
  /** The server on which the authors published the file. */
  AUTHOR,
  /** The Hugging Face hub. */
  HUB,
  /** Somebody else's copy. */
  MIRROR,
  /** A published address that is reported dead; asked all the same, last. */
  DEAD,
  /** A page on which somebody has to click; programs cannot get the file. */
  MANUAL;

  /**
   * Returns the name used on cards, such as {@code author}.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether there is reason to hope that a program gets the file.
   *
   * @return true for all but {@link #DEAD} and {@link #MANUAL}
   */
  public boolean isAlive() {
    return this != DEAD && this != MANUAL;
  }

  /**
   * Finds a kind by its name on cards.
   *
   * @param label such as {@code hub}
   * @return the kind
   * @throws IllegalArgumentException if there is none of that name
   */
  public static PlaceKind ofLabel(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown kind of place \""
                        + label
                        + "\", expected one of "
                        + Arrays.stream(values())
                            .map(PlaceKind::label)
                            .collect(Collectors.joining(", "))));
  }
}
