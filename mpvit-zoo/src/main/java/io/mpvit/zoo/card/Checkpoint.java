/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.List;

/**
 * A model's published weights.
 *
 * @param places where they are, in the order in which they are asked for; at least one. Places with
 *     one file name have the same file
 */
public record Checkpoint(List<Place> places) {

  /**
   * Copies the places.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Checkpoint {
    places = List.copyOf(places);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("published weights are at one place at least");
    }
  }

  /**
   * Returns the name under which the weights are looked for first.
   *
   * @return that of the first place's file
   */
  public String fileName() {
    return places.get(0).fileName();
  }
}
