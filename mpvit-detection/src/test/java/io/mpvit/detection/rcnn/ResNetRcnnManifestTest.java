/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.backbone.resnet.ResNetConfig;
import io.mpvit.detection.testing.ResNetDetectors;
import io.mpvit.testing.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The state dicts and sizes of detectron2's own R-CNNs. */
class ResNetRcnnManifestTest {

  private static final ResNetConfig R50 = ResNetConfig.detectron50();
  private static final ResNetConfig R101 = ResNetConfig.detectron101();
  private static final ResNetConfig X101 = ResNetConfig.detectronX101();

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("faster_rcnn_r50_fpn", faster(R50), 295, 41_806_176L),
        Arguments.of("faster_rcnn_r101_fpn", faster(R101), 550, 60_850_528L),
        Arguments.of("faster_rcnn_x101_fpn", faster(X101), 550, 105_190_240L),
        Arguments.of("mask_rcnn_r50_fpn", ResNetDetectors.maskRcnn(R50), 307, 44_449_456L),
        Arguments.of("mask_rcnn_r101_fpn", ResNetDetectors.maskRcnn(R101), 562, 63_493_808L),
        Arguments.of("mask_rcnn_x101_fpn", ResNetDetectors.maskRcnn(X101), 562, 107_833_520L),
        Arguments.of("cascade_mask_rcnn_r50_fpn", ResNetDetectors.cascade(R50), 323, 72_091_166L));
  }

  private static MaskRcnnConfig faster(ResNetConfig backbone) {
    return ResNetDetectors.maskRcnn(backbone).withoutMasks();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void stateDictIsThePublishedOne(String name, MaskRcnnConfig config, int keys, long values) {
    MaskRcnn network = new MaskRcnn(config);
    Manifest.assertMatches("/reference/detectron2_resnet/" + name + ".manifest.tsv", network);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(
            network.stateEntries().stream().mapToLong(e -> e.parameter().getShape().size()).sum())
        .isEqualTo(values);
  }
}
