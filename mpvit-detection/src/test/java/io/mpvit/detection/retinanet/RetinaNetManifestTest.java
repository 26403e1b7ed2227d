/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.testing.MPViTDetectors;
import io.mpvit.testing.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The four networks' state dicts and sizes are those of the published files. */
class RetinaNetManifestTest {
  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of("tiny", MPViTDetectors.retinaNetTiny(), 907, 15_104_612L),
        Arguments.of("xsmall", MPViTDetectors.retinaNetXsmall(), 907, 19_911_060L),
        Arguments.of("small", MPViTDetectors.retinaNetSmall(), 1297, 32_294_268L),
        Arguments.of("base", MPViTDetectors.retinaNetBase(), 1453, 84_635_428L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sizes")
  void stateDictIsThePublishedOne(String size, RetinaNetConfig config, int keys, long parameters) {
    RetinaNet network = new RetinaNet(config);
    Manifest.assertMatches("/reference/detectron2/retinanet_" + size + ".manifest.tsv", network);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.parameterCount()).isEqualTo(parameters);
  }
}
