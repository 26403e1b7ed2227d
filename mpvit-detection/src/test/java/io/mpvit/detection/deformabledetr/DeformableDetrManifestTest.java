/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.deformabledetr.DeformableDetrHeadConfig.Variant;
import io.mpvit.detection.testing.MPViTDetectors;
import io.mpvit.testing.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeformableDetrManifestTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "deformable_detr_mpvit_small, PLAIN, 1557",
    "deformable_detr_mpvit_small_refine, REFINEMENT, 1593",
    "deformable_detr_mpvit_small_two_stage, TWO_STAGE, 1626"
  })
  void stateDictIsThePublishedOne(String name, Variant variant, int keys) {
    DeformableDetrConfig config = MPViTDetectors.deformableDetrSmall();
    DeformableDetr network =
        new DeformableDetr(config.withHead(config.head().withVariant(variant)));
    Manifest.assertMatches(DetrGolden.manifest(name), network);
    assertThat(network.stateEntries()).hasSize(keys);
  }

  @Test
  void publishedNumberOfParameters() {
    assertThat(new DeformableDetr(MPViTDetectors.deformableDetrSmall()).parameterCount())
        .isEqualTo(34_448_361L);
  }
}
