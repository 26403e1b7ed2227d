/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.testing.ResNetDetectors;
import io.mpvit.testing.Manifest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state dicts and sizes of detectron2's own RetinaNets. */
class ResNetRetinaNetManifestTest {

  @ParameterizedTest
  @CsvSource({"r50, 301, 38021812", "r101, 556, 57066164"})
  void stateDictIsThePublishedOne(String size, int keys, long values) {
    ResNetConfig backbone =
        size.equals("r50") ? ResNetConfig.detectron50() : ResNetConfig.detectron101();
    RetinaNet network = new RetinaNet(ResNetDetectors.retinaNet(backbone));
    Manifest.assertMatches(
        "/reference/detectron2_resnet/retinanet_" + size + "_fpn.manifest.tsv", network);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(
            network.stateEntries().stream().mapToLong(e -> e.parameter().getShape().size()).sum())
        .isEqualTo(values);
  }
}
