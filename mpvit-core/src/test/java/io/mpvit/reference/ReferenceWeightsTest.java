/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.reference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceWeightsTest {

  static Stream<Arguments> published() {
    return Stream.of(
        Arguments.of(
            "stem.0.conv.weight",
            new Shape(32, 3, 3, 3),
            new float[] {
              -0.2783457934856415f,
              0.12215884774923325f,
              -0.11643612384796143f,
              -0.23533260822296143f
            }),
        Arguments.of(
            "stem.0.bn.weight",
            new Shape(32),
            new float[] {
              0.6707856059074402f, 0.7581487894058228f, 1.3487160205841064f, 1.254866361618042f
            }),
        Arguments.of(
            "stem.0.bn.bias",
            new Shape(32),
            new float[] {
              0.05404848977923393f,
              -0.06803421676158905f,
              -0.07409697771072388f,
              0.04188784211874008f
            }),
        Arguments.of(
            "stem.0.bn.running_mean",
            new Shape(32),
            new float[] {
              0.04545712471008301f, 0.014483487233519554f, 0.09761474281549454f, 0.0716426819562912f
            }),
        Arguments.of(
            "stem.0.bn.running_var",
            new Shape(32),
            new float[] {
              1.439103126525879f, 1.0627505779266357f, 1.3776063919067383f, 1.0996681451797485f
            }));
  }

  @ParameterizedTest
  @MethodSource("published")
  void givesThePublishedValues(String name, Shape shape, float[] first) {
    assertThat(Arrays.copyOf(ReferenceWeights.values(name, shape), first.length)).isEqualTo(first);
  }

  @Test
  void givesThePublishedInputs() {
    float[] input = ReferenceInputs.values("input", new Shape(1, 3, 224, 224));
    assertThat(Arrays.copyOf(input, 4))
        .isEqualTo(
            new float[] {
              -1.6087267398834229f, 0.6094415187835693f, -1.1855030059814453f, -0.9022214412689209f
            });
    assertThat(input[input.length - 1]).isEqualTo(-0.40200257301330566f);

    byte[] image = ReferenceInputs.image("image", 375, 500).toBytes();
    assertThat(new int[] {image[0] & 0xff, image[8 * 3] & 0xff, image[16 * 3] & 0xff})
        .isEqualTo(new int[] {177, 242, 161});
    assertThat(image[image.length - 1] & 0xff).isEqualTo(36);
  }

  @Test
  void tweaksChangeOnlyTheirTensor() {
    Shape shape = new Shape(2, 1, 2, 2);
    float[] values = {1, 2, 3, 4, 5, 6, 7, 9};
    WeightTweak.zeroSumKernel("other").apply("w", values, shape);
    assertThat(values).isEqualTo(new float[] {1, 2, 3, 4, 5, 6, 7, 9});
    WeightTweak.zeroSumKernel("w").apply("w", values, shape);
    assertThat(values)
        .isEqualTo(new float[] {-1.5f, -0.5f, 0.5f, 1.5f, -1.75f, -0.75f, 0.25f, 2.25f});
    WeightTweak.multiply("w", 2).apply("w", values, shape);
    WeightTweak.add("w", 1).apply("w", values, shape);
    WeightTweak.addAt("w", 1, 10).apply("w", values, shape);
    assertThat(values).isEqualTo(new float[] {-2, 10, 2, 4, -2.5f, -0.5f, 1.5f, 5.5f});
  }
}
