/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.visualize.Palette;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentationClassesTest {

  @Test
  void whatIsCalledBackgroundIsBlackAndNothingElse() {
    SegmentationClasses classes = SegmentationClasses.of(List.of("cat", "Background", "dog"));
    Palette palette = Palette.generated(3);
    assertThat(classes.colour(0)).isEqualTo(palette.colour(0));
    assertThat(classes.colour(1)).isZero();
    assertThat(classes.colour(2)).isEqualTo(palette.colour(2));
    assertThat(SegmentationClasses.of(List.of("cat")).palette()).isEqualTo(Palette.generated(1));
  }

  @Test
  void thereIsAtLeastOneAndNoneBeyondTheLast() {
    assertThatIllegalArgumentException().isThrownBy(() -> SegmentationClasses.of(List.of()));
    SegmentationClasses classes = SegmentationClasses.of(List.of("cat"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classes.colour(1))
        .withMessageContaining("below 1, found 1");
  }
}
