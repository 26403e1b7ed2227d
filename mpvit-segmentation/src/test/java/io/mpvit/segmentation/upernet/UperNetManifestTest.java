/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.upernet;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.segmentation.testing.MPViTSegmenters;
import io.mpvit.testing.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both networks' state dicts and sizes are those of the published files. */
class UperNetManifestTest {

  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of(
            "small", MPViTSegmenters.small(), 1343, 532, 22_603_400L, 28_282_006L, 702_614L),
        Arguments.of(
            "base", MPViTSegmenters.base(), 1499, 616, 74_364_976L, 29_785_238L, 1_144_982L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sizes")
  void stateDictIsThePublishedOne(
      String size,
      UperNetConfig config,
      int keys,
      int aliases,
      long backbone,
      long decode,
      long auxiliary) {
    UperNet network = new UperNet(config);
    Manifest.assertMatches("/reference/upernet/upernet_mpvit_" + size + ".manifest.tsv", network);
    assertThat(network.stateEntries()).hasSize(keys);
    assertThat(network.stateEntries().stream().filter(entry -> entry.isAlias())).hasSize(aliases);
    assertThat(network.backbone().parameterCount()).isEqualTo(backbone);
    assertThat(network.head().parameterCount()).isEqualTo(decode);
    assertThat(network.auxiliary().parameterCount()).isEqualTo(auxiliary);
    assertThat(network.parameterCount()).isEqualTo(backbone + decode + auxiliary);
  }
}
