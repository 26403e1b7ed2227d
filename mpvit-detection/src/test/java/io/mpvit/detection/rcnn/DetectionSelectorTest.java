/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.box.Candidates;
import io.mpvit.image.ImageSize;
import org.junit.jupiter.api.Test;

/** Two classes and the background. */
class DetectionSelectorTest {
  private static final ImageSize SIZE = new ImageSize(50, 100);

  @Test
  void everyPairAboveTheThresholdIsADetection() {
    float[] probabilities = {0.6f, 0.3f, 0.1f, 0.05f, 0.25f, 0.7f};
    float[] boxes = {
      0, 0, 10, 10, 20, 20, 30, 30,
      40, 0, 50, 10, 60, 20, 130, 70
    };
    Candidates found = select(probabilities, boxes, 100);
    // 0.05 is not above 0.05.
    assertThat(found.scores()).containsExactly(0.6f, 0.3f, 0.25f);
    assertThat(found.groups()).containsExactly(0, 1, 1);
    assertThat(found.boxes()).containsExactly(0, 0, 10, 10, 20, 20, 30, 30, 60, 20, 100, 50);
    assertThat(select(probabilities, boxes, 2).scores()).containsExactly(0.6f, 0.3f);
  }

  @Test
  void oneBoxForAllClassesStandsForEach() {
    Candidates found = select(new float[] {0.6f, 0.3f, 0.1f}, new float[] {1, 2, 3, 4}, 100);
    assertThat(found.groups()).containsExactly(0, 1);
    assertThat(found.boxes()).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
  }

  @Test
  void suppressionIsPerClassAndAfterClipping() {
    float[] probabilities = {0.6f, 0.3f, 0.1f, 0.5f, 0.4f, 0.1f};
    // Far apart outside the image, the same inside.
    float[] boxes = {90, 10, 200, 20, 0, 0, 5, 5, 90, 10, 400, 20, 10, 10, 20, 20};
    Candidates found = select(probabilities, boxes, 100);
    assertThat(found.scores()).containsExactly(0.6f, 0.4f, 0.3f);
  }

  @Test
  void aRegionWithAnyNumberThatIsNotFiniteIsDropped() {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    float[] probabilities = {0.6f, 0.3f, nan, 0.5f, 0.4f, 0.1f, 0.7f, 0.2f, 0.1f};
    float[] boxes = {
      0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 9, 9, 0, 0, inf, 9, 40, 10, 60, 20, 70, 10, 90, 20
    };
    assertThat(select(probabilities, boxes, 100).scores()).containsExactly(0.7f, 0.2f);
  }

  @Test
  void emptyBoxesStay() {
    Candidates found =
        select(new float[] {0.6f, 0.3f, 0.1f}, new float[] {120, 0, 130, 9, 5, 5, 5, 5}, 100);
    assertThat(found.boxes()).containsExactly(100, 0, 100, 9, 5, 5, 5, 5);
  }

  private static Candidates select(float[] probabilities, float[] boxes, int limit) {
    MaskRcnnThresholds thresholds =
        new MaskRcnnThresholds(ProposalThresholds.published(), 0.05f, 0.5, limit);
    RegionPredictions predictions =
        new RegionPredictions(probabilities.length / 3, probabilities, boxes.clone());
    return new DetectionSelector(thresholds).select(predictions, SIZE);
  }
}
