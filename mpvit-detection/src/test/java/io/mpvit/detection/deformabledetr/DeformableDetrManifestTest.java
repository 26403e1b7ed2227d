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

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "r50, 40069665, 561",
    "coat_lite_small, 31728545, 668",
    "coat_small, 33332681, 832",
  })
  void stateDictOnOtherBackbones(String backbone, long parameters, int keys) {
    DeformableDetr network = new DeformableDetr(OtherDetectors.of(backbone));
    Manifest.assertMatches(DetrGolden.manifest("deformable_detr_" + backbone), network);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.parameterCount()).isEqualTo(parameters);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "refine, REFINEMENT, 4, 40955900",
    "two_stage, TWO_STAGE, 4, 41287769",
    "single_scale, PLAIN, 1, 34172833",
  })
  void stateDictOfTheHubsVariants(String name, Variant variant, int levels, long values) {
    DeformableDetr network = new DeformableDetr(OtherDetectors.hub(variant, levels));
    Manifest.assertMatches("/reference/hf_deformable_detr/r50_" + name + ".manifest.tsv", network);
    assertThat(
            network.stateEntries().stream()
                .filter(entry -> !entry.isAlias())
                .mapToLong(entry -> entry.parameter().getShape().size())
                .sum())
        .isEqualTo(values);
  }

  @Test
  void publishedNumberOfParameters() {
    assertThat(new DeformableDetr(MPViTDetectors.deformableDetrSmall()).parameterCount())
        .isEqualTo(34_448_361L);
  }
}
