/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.visualize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelPlacerTest {
  @Test
  void standsOnTopOfTheBox() {
    LabelPlacer placer = new LabelPlacer(640, 480);
    assertThat(placer.place(new PixelRect(100, 200, 300, 400), 50, 16))
        .isEqualTo(new PixelRect(100, 184, 150, 200));
  }

  @Test
  void goesInsideALargeBoxWithoutRoomAbove() {
    LabelPlacer placer = new LabelPlacer(640, 480);
    assertThat(placer.place(new PixelRect(100, 3, 300, 400), 50, 16))
        .isEqualTo(new PixelRect(100, 3, 150, 19));
  }

  @Test
  void doesNotHideASmallBoxWithoutRoomAbove() {
    LabelPlacer placer = new LabelPlacer(640, 480);
    assertThat(placer.place(new PixelRect(100, 3, 120, 20), 50, 16))
        .isEqualTo(new PixelRect(100, 20, 150, 36));
  }

  @Test
  void labelsOfOneBoxDoNotOverlap() {
    LabelPlacer placer = new LabelPlacer(640, 480);
    List<PixelRect> placed = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      placed.add(placer.place(new PixelRect(100, 200, 300, 400), 50, 16));
    }
    for (PixelRect a : placed) {
      assertThat(placed.stream().filter(b -> a.overlap(b) > 0)).containsExactly(a);
    }
  }

  @Test
  void allStayInsideThePictureEvenInACrowd() {
    Random random = new Random(5);
    LabelPlacer placer = new LabelPlacer(90, 70);
    for (int i = 0; i < 200; i++) {
      int left = random.nextInt(89);
      int top = random.nextInt(69);
      PixelRect box =
          new PixelRect(
              left, top, left + 1 + random.nextInt(90 - left), top + 1 + random.nextInt(70 - top));
      PixelRect label = placer.place(box, 1 + random.nextInt(90), 1 + random.nextInt(20));
      assertThat(label.left()).isNotNegative();
      assertThat(label.top()).isNotNegative();
      assertThat(label.right()).isLessThanOrEqualTo(90);
      assertThat(label.bottom()).isLessThanOrEqualTo(70);
    }
  }
}
