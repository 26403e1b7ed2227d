/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

/** From where a model's weights come. */
public enum WeightsSource {
  /** They are in the library's jar. */
  BUNDLED("bundled"),
  /** A server is believed to have them. */
  HOST("host"),
  /** They are in a folder of the user's, with a card. */
  OWN("own folder"),
  /** Nobody gives them out to programs: a user has to have the file. */
  FILE_ONLY("file only");

  private final String label;

  WeightsSource(String label) {
    this.label = label;
  }

  /**
   * Returns the name in tables.
   *
   * @return such as {@code file only}
   */
  public String label() {
    return label;
  }
}
