/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import io.mpvit.detection.mask.Rle;
import java.util.Objects;

/**
 * An object of a scene.
 *
 * @param kind its class
 * @param mask the pixels of it that one sees; at least one, and as large as the picture
 */
public record SceneObject(ShapeKind kind, Rle mask) {

  /** Checks that nothing is missing. */
  public SceneObject {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(mask, "mask");
  }
}
