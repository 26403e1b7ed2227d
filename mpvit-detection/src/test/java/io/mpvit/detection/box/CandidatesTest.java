/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private static final Candidates THREE =
      new Candidates(
          new float[] {0, 0, 10, 10, 1, 0, 11, 10, 50, 50, 60, 60},
          new float[] {0.5f, 0.9f, 0.7f},
          new int[] {1, 1, 2});

  @Test
  void suppressionRanksAndLimits() {
    Candidates kept = THREE.suppress(0.5, 10);
    assertThat(kept.scores()).containsExactly(0.9f, 0.7f);
    assertThat(kept.groups()).containsExactly(1, 2);
    assertThat(kept.boxes()).containsExactly(1, 0, 11, 10, 50, 50, 60, 60);
    assertThat(THREE.suppress(0.9, 1).scores()).containsExactly(0.9f);
    assertThat(Candidates.NONE.suppress(0.5, 10).size()).isZero();
  }

  @Test
  void partsAreJoinedInOrder() {
    Candidates all = Candidates.concatenate(List.of(THREE, Candidates.NONE, THREE.select(2, 0)));
    assertThat(all.scores()).containsExactly(0.5f, 0.9f, 0.7f, 0.7f, 0.5f);
    assertThat(all.groups()).containsExactly(1, 1, 2, 2, 1);
    assertThat(Box.at(all.boxes(), 3)).isEqualTo(new Box(50, 50, 60, 60));
    assertThat(Candidates.concatenate(List.of()).size()).isZero();
  }

  @Test
  void refusesLengthsThatDisagree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Candidates(new float[8], new float[2], new int[1]))
        .withMessageContaining("2 boxes, found 2 and 1");
  }
}
