/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

/** What to do with a photograph whose EXIF data says that the camera was turned. */
public enum Orientation {
  /** Turn it upright, as viewers and the detectors' original pipeline do. */
  HONOUR_EXIF,

  /** Keep the rows as stored, as the ImageNet evaluation does. */
  AS_STORED
}
