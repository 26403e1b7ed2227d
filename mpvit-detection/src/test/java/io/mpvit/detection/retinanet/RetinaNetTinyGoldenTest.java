/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.detection.testing.MPViTDetectors;

/** The goldens of the tiny network. */
class RetinaNetTinyGoldenTest extends RetinaNetGoldenContract {
  RetinaNetTinyGoldenTest() {
    super("detectron2/retinanet_tiny", "stage", MPViTDetectors.retinaNetTiny());
  }
}
