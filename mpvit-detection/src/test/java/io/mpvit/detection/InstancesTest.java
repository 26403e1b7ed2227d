/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.mask.MaskProbabilities;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstancesTest {
  private static final ImageSize SIZE = new ImageSize(20, 40);

  /** The left half of a 2x2 grid. */
  private static final MaskProbabilities LEFT = new MaskProbabilities(2, new float[] {1, 0, 1, 0});

  @Test
  void masksFollowTheirBoxesToAnotherSize() {
    Detection item = new Detection(new Box(0, 0, 20, 20), 0.8f, 3, Optional.of(LEFT));
    Detections found = new Detections(SIZE, List.of(item));
    Instance small = Instances.of(found).items().get(0);
    assertThat(small.box()).isEqualTo(item.box());
    assertThat(small.score()).isEqualTo(0.8f);
    assertThat(small.classIndex()).isEqualTo(3);
    // Two cells of ten pixels: the threshold lies between their centres, at x = 10.
    assertThat(small.mask().bounds().width()).isEqualTo(10);
    Instance large = Instances.of(found.resizedTo(new ImageSize(40, 80))).items().get(0);
    assertThat(large.mask().size()).isEqualTo(new ImageSize(40, 80));
    assertThat(large.mask().bounds().width()).isEqualTo(20);
  }

  @Test
  void theScoreFilters() {
    Instance sure = new Instance(new Box(0, 0, 1, 1), 0.9f, 0, Rle.empty(SIZE));
    Instance unsure = new Instance(new Box(0, 0, 1, 1), 0.1f, 0, Rle.empty(SIZE));
    assertThat(new Instances(SIZE, List.of(sure, unsure)).atLeast(0.5).items())
        .containsExactly(sure);
  }

  @Test
  void refusesDetectionsWithoutMasksAndMasksOfOtherSizes() {
    Detection bare = new Detection(new Box(0, 0, 1, 1), 0.9f, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Instances.of(new Detections(SIZE, List.of(bare))))
        .withMessageContaining("no mask");
    Instance other = new Instance(new Box(0, 0, 1, 1), 0.9f, 0, Rle.empty(new ImageSize(5, 5)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Instances(SIZE, List.of(other)))
        .withMessageContaining("5x5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaskProbabilities(3, new float[4]))
        .withMessageContaining("side 3 and 4");
  }

  @Test
  void masksAreEqualByValueAndKeepTheirOwnCopy() {
    float[] values = {1, 0, 1, 0};
    MaskProbabilities mask = new MaskProbabilities(2, values);
    values[1] = 1;
    mask.values()[0] = 0;
    assertThat(mask)
        .isEqualTo(LEFT)
        .hasSameHashCodeAs(LEFT)
        .hasToString("MaskProbabilities[2 x 2]");
    assertThat(mask.at(0, 0)).isEqualTo(1);
    assertThat(mask.at(0, 1)).isZero();
    assertThat(mask).isNotEqualTo(new MaskProbabilities(2, new float[4]));
  }
}
