/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.testing.MPViTDetectors;
import io.mpvit.testing.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The six networks' state dicts and sizes are those of the published files. */
class MaskRcnnManifestTest {
  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("mask_rcnn_tiny", MPViTDetectors.maskRcnnTiny(), 913, 25_712_224L),
        Arguments.of("mask_rcnn_xsmall", MPViTDetectors.maskRcnnXsmall(), 913, 30_434_704L),
        Arguments.of("mask_rcnn_small", MPViTDetectors.maskRcnnSmall(), 1303, 42_744_184L),
        Arguments.of("mask_rcnn_base", MPViTDetectors.maskRcnnBase(), 1459, 94_667_552L),
        Arguments.of(
            "cascade_mask_rcnn_small", MPViTDetectors.maskRcnnCascadeSmall(), 1319, 70_385_894L),
        Arguments.of(
            "cascade_mask_rcnn_base", MPViTDetectors.maskRcnnCascadeBase(), 1475, 122_309_262L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void stateDictIsThePublishedOne(String name, MaskRcnnConfig config, int keys, long parameters) {
    MaskRcnn network = new MaskRcnn(config);
    Manifest.assertMatches("/reference/detectron2/" + name + ".manifest.tsv", network);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.parameterCount()).isEqualTo(parameters);
  }
}
