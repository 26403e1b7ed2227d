/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.detection.testing.MPViTDetectors;
import org.junit.jupiter.api.Tag;

/** The goldens of the small network. */
@Tag("slow")
class RetinaNetSmallGoldenTest extends RetinaNetGoldenContract {
  RetinaNetSmallGoldenTest() {
    super("detectron2/retinanet_small", "stage", MPViTDetectors.retinaNetSmall());
  }
}
