/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.card;

import java.util.Objects;

/**
 * The licence that a model's weights are under; it differs from this library's own.
 *
 * @param name short name for tables
 * @param text one sentence for whoever is about to download the weights
 */
public record Licence(String name, String text) {

  /** Checks that both parts are there. */
  public Licence {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }
}
