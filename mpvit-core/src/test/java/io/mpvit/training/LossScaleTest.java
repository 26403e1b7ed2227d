/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers are those of PyTorch's GradScaler. */
class LossScaleTest {

  private final LossScale scale = new LossScale();

  private void good(int steps) {
    for (int i = 0; i < steps; i++) {
      assertThat(scale.update(true)).isTrue();
    }
  }

  @Test
  void doublesAfterTwoThousandGoodStepsInARow() {
    assertThat(scale.value()).isEqualTo(65536);
    good(1999);
    assertThat(scale.value()).isEqualTo(65536);
    good(1);
    assertThat(scale.value()).isEqualTo(131072);
    good(2000);
    assertThat(scale.value()).isEqualTo(262144);
  }

  @Test
  void halvesAtEachOverflowAndCountsAgain() {
    good(1999);
    assertThat(scale.update(false)).isTrue();
    assertThat(scale.value()).isEqualTo(32768);
    assertThat(scale.update(false)).isTrue();
    good(1999);
    assertThat(scale.value()).isEqualTo(16384);
    good(1);
    assertThat(scale.value()).isEqualTo(32768);
  }

  @Test
  void givesUpWhenNoScaleHelps() {
    int overflows = 0;
    while (scale.update(false)) {
      overflows++;
    }
    assertThat(overflows).isEqualTo(36);
  }

  @Test
  void goesOnWhereAnotherOneWas() {
    good(1500);
    scale.update(false);
    good(700);
    LossScale other = new LossScale();
    other.restore(scale.state());
    assertThat(other.state()).isEqualTo(Map.of("loss_scale", 32768.0, "good_steps", 700.0));
    assertThat(other.value()).isEqualTo(32768);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> other.restore(Map.of("loss_scale", 2.0)))
        .withMessageContaining("good_steps");
  }
}
