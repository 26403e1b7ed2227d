/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionsTest {
  private static final Detection INSIDE = new Detection(new Box(10, 20, 30, 40), 0.9f, 3);
  private static final Detection ACROSS = new Detection(new Box(-5, 90, 50, 130), 0.8f, 4);
  private static final Detection IN_PADDING = new Detection(new Box(10, 101, 20, 120), 0.7f, 5);
  private static final Detection NAN = new Detection(new Box(Float.NaN, 0, 9, 9), 0.6f, 6);

  @Test
  void resizeScalesClipsAndDropsWhatIsEmpty() {
    Detections found =
        new Detections(new ImageSize(100, 200), List.of(INSIDE, ACROSS, IN_PADDING, NAN));
    Detections mapped = found.resizedTo(new ImageSize(50, 600));
    assertThat(mapped.size()).isEqualTo(new ImageSize(50, 600));
    assertThat(mapped.items())
        .containsExactly(
            new Detection(new Box(30, 10, 90, 20), 0.9f, 3),
            new Detection(new Box(0, 45, 150, 50), 0.8f, 4));
  }

  @Test
  void scalingAloneKeepsWhatIsOutsideOrEmpty() {
    Detections found =
        new Detections(
            new ImageSize(100, 50),
            List.of(
                new Detection(new Box(-10, 20, 60, 40), 0.9f, 1),
                new Detection(new Box(5, 5, 5, 10), 0.8f, 2)));
    Detections mapped = found.scaledTo(new ImageSize(200, 150));
    assertThat(mapped.size()).isEqualTo(new ImageSize(200, 150));
    assertThat(mapped.items())
        .extracting(Detection::box)
        .containsExactly(new Box(-30, 40, 180, 80), new Box(15, 10, 15, 20));
  }

  @Test
  void scoreFilterKeepsTheOrder() {
    Detections found = new Detections(new ImageSize(100, 200), List.of(INSIDE, ACROSS, IN_PADDING));
    assertThat(found.atLeast(0.8f).items()).containsExactly(INSIDE, ACROSS);
    assertThat(found.atLeast(1).items()).isEmpty();
  }

  @Test
  void refusesANegativeClass() {
    assertThatThrownBy(() -> new Detection(new Box(0, 0, 1, 1), 1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
