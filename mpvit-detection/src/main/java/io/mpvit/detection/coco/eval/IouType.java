/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import java.util.Arrays;
import java.util.Locale;

/** What is compared. */
public enum IouType {
  /** Boxes. */
  BBOX,
  /** Masks. */
  SEGM;

  /**
   * Finds a type by the name that COCO's tools use.
   *
   * @param name {@code bbox} or {@code segm}
   * @return the type
   * @throws IllegalArgumentException if there is no such type
   */
  public static IouType of(String name) {
    return Arrays.stream(values())
        .filter(type -> type.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("IoU type: expected bbox or segm, found " + name));
  }

  /** The name that COCO's tools use. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
