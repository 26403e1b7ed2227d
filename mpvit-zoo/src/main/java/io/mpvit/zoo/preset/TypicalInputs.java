/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import ai.djl.ndarray.types.Shape;

/** Inputs that models are described and measured with. */
final class TypicalInputs {

  /** A COCO photograph of 2:3 at the published size, padded: [1, 3, 800, 1216]. */
  static final Shape PHOTOGRAPH = new Shape(1, 3, 800, 1216);

  private TypicalInputs() {}
}
