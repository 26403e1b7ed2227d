/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import org.junit.jupiter.api.Tag;

/** The goldens of the small network. */
@Tag("slow")
class RetinaNetSmallGoldenTest extends RetinaNetGoldenContract {
  RetinaNetSmallGoldenTest() {
    super("retinanet_small", RetinaNetConfig.small());
  }
}
