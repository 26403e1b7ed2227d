/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.FlopCounter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published operation counts, exactly. */
class MPViTFlopsTest {

  static Stream<Arguments> published() {
    return Stream.of(
        Arguments.of(
            MPViTConfig.tiny(),
            1654163812L,
            List.of(408073176L, 1190265280L, 37188500L, 12986960L, 5639312L, 10584L),
            List.of(16641952L, 6179488L, 9091872L, 1370592L)),
        Arguments.of(
            MPViTConfig.xsmall(),
            2971396560L,
            List.of(511004928L, 2389436416L, 49768400L, 14927360L, 6246912L, 12544L),
            List.of(21983464L, 6961920L, 13435624L, 1585920L)),
        Arguments.of(
            MPViTConfig.small(),
            4799650824L,
            List.of(575708448L, 4110003456L, 85613000L, 21936320L, 6375488L, 14112L),
            List.of(30601880L, 8446816L, 19743688L, 2411376L)),
        Arguments.of(
            MPViTConfig.base(),
            16445326240L,
            List.of(1745480352L, 14345798400L, 298868000L, 43261120L, 11894848L, 23520L),
            List.of(60204392L, 16216256L, 38936008L, 5052128L)));
  }

  @ParameterizedTest
  @MethodSource("published")
  void countsAsPublished(MPViTConfig config, long total, List<Long> flops, List<Long> activations) {
    FlopCounter counter =
        FlopCounter.of(
            new MPViTClassifier(config, MPViTClassifier.IMAGENET_CLASSES),
            new Shape(1, 3, 224, 224));
    assertThat(counter.flops())
        .isEqualTo(
            Map.of(
                "conv", flops.get(0),
                "linear", flops.get(1),
                "einsum", flops.get(2),
                "layer_norm", flops.get(3),
                "batch_norm", flops.get(4),
                "adaptive_avg_pool2d", flops.get(5)));
    assertThat(counter.totalFlops()).isEqualTo(total);
    assertThat(counter.totalActivations()).isEqualTo(activations.get(0));
    assertThat(counter.activations())
        .isEqualTo(
            Map.of(
                "conv",
                activations.get(1),
                "linear",
                activations.get(2),
                "einsum",
                activations.get(3)));
  }
}
