/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MPViTConfigTest {

  private static final List<Integer> ONES = List.of(1, 1, 1, 1);
  private static final List<Integer> DIMS = List.of(64, 64, 64, 64);

  @Test
  void dropPathRisesEvenlyWithTheDepth() {
    MPViTConfig config = MPViTConfig.small().withDropPathRate(0.2f);
    float[] expected = {
      0, .016667f, .033333f, .05f, .066667f, .083333f, .1f, .116667f, .133333f, .15f, .166667f,
      .183333f, .2f
    };
    int depth = 0;
    for (int stage = 0; stage < MPViTConfig.STAGES; stage++) {
      for (int layer = 0; layer < config.layers().get(stage); layer++) {
        assertThat(config.dropPathRate(stage, layer))
            .isCloseTo(expected[depth++], org.assertj.core.data.Offset.offset(1e-6f));
      }
    }
    assertThat(depth).isEqualTo(expected.length);
  }

  @Test
  void namesWhatIsWrong() {
    refuses(() -> new MPViTConfig(List.of(64, 64), ONES, ONES, 2, 8, 0), "embedDims");
    refuses(() -> new MPViTConfig(List.of(64, 64, 64, 60), ONES, ONES, 2, 8, 0), "60");
    refuses(() -> new MPViTConfig(DIMS, List.of(1, 1, 0, 1), ONES, 2, 8, 0), "paths");
    refuses(() -> new MPViTConfig(DIMS, ONES, List.of(1, 1, 1, -1), 2, 8, 0), "layers");
    refuses(() -> new MPViTConfig(DIMS, ONES, ONES, 0, 8, 0), "mlpRatio");
    refuses(() -> new MPViTConfig(DIMS, ONES, ONES, 2, 2, 0), "heads");
    refuses(() -> new MPViTConfig(DIMS, ONES, ONES, 2, 8, 1), "dropPathRate");
    refuses(() -> new MPViTConfig(DIMS, ONES, ONES, 2, 8, Float.NaN), "dropPathRate");
    refuses(() -> new MPViTClassifier(MPViTConfig.tiny(), 0), "classes");
  }

  private static void refuses(ThrowingCallable construction, String name) {
    assertThatIllegalArgumentException().isThrownBy(construction).withMessageContaining(name);
  }
}
