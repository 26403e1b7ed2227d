/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Feature;
import io.mpvit.backbone.resnet.ResNetConfig.Norm;
import io.mpvit.backbone.resnet.ResNetConfig.StridePlace;
import io.mpvit.nn.FlopCounter;
import io.mpvit.nn.Tracer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResNetConfigTest {

  private static ResNetConfig config(int stem, List<Integer> blocks, int groups, int width) {
    return new ResNetConfig(
        stem, blocks, groups, width, StridePlace.MIDDLE_3X3, Norm.BATCH, ResNetNames.TORCHVISION);
  }

  @Test
  void namesWhatIsWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(64, List.of(3, 4, 6), 1, 64))
        .withMessageContaining("blocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(64, List.of(3, 4, 0, 3), 1, 64))
        .withMessageContaining("blocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(0, List.of(1, 1, 1, 1), 1, 64))
        .withMessageContaining("stem");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(64, List.of(1, 1, 1, 1), 0, 64))
        .withMessageContaining("groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(64, List.of(1, 1, 1, 1), 1, -1))
        .withMessageContaining("widthPerGroup");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResNetClassifier(ResNetConfig.resnet50(), 0))
        .withMessageContaining("classes");
  }

  @Test
  void hasTheSameFeaturesUnderBothSetsOfNames() {
    List<Feature> expected =
        List.of(
            new Feature("res2", 256, 4),
            new Feature("res3", 512, 8),
            new Feature("res4", 1024, 16),
            new Feature("res5", 2048, 32));
    assertThat(ResNetConfig.detectronX101().build().features()).isEqualTo(expected);
    assertThat(ResNetConfig.resnet50().build().features()).isEqualTo(expected);
    assertThat(ResNetConfig.resnet50().build().trace(Tracer.NONE, new Shape(2, 3, 65, 33)))
        .containsExactly(
            new Shape(2, 256, 17, 9),
            new Shape(2, 512, 9, 5),
            new Shape(2, 1024, 5, 3),
            new Shape(2, 2048, 3, 2));
  }

  /** The operations that torchvision publishes, in thousands of millions. */
  @Test
  void countsMultiplications() {
    assertThat(gigaFlops(ResNetConfig.resnet50())).isEqualTo("4.089");
    assertThat(gigaFlops(ResNetConfig.resnet101())).isEqualTo("7.801");
    assertThat(gigaFlops(ResNetConfig.resnext101())).isEqualTo("16.414");
  }

  private static String gigaFlops(ResNetConfig config) {
    FlopCounter counter =
        FlopCounter.of(new ResNetClassifier(config, 1000), new Shape(1, 3, 224, 224));
    long multiplications = counter.flops().get("conv") + counter.flops().get("linear");
    return String.format(Locale.ROOT, "%.3f", multiplications / 1e9);
  }
}
