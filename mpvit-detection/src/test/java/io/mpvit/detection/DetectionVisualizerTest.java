/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.box.Box;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.image.ImageSize;
import io.mpvit.image.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionVisualizerTest {
  private static final int PERSON = 0xDC143C;
  private static final ImageSize SIZE = new ImageSize(200, 300);

  private final DetectionVisualizer visualizer =
      new DetectionVisualizer(CocoCategories.categories());
  private final RgbImage black = RgbImage.of(300, 200, new byte[3 * 200 * 300]);

  @Test
  void drawsEdgesInTheColourOfTheClass() {
    Detection person = new Detection(new Box(50, 100, 150, 180), 0.874f, 0);
    RgbImage drawn = visualizer.draw(black, new Detections(SIZE, List.of(person)));
    assertThat(drawn.pixel(50, 140)).isEqualTo(PERSON);
    assertThat(drawn.pixel(149, 140)).isEqualTo(PERSON);
    assertThat(drawn.pixel(100, 179)).isEqualTo(PERSON);
    assertThat(drawn.pixel(100, 140)).as("inside").isZero();
    assertThat(drawn.pixel(250, 50)).as("outside").isZero();
    assertThat(visualizer.label(person)).isEqualTo("person 87%");
    assertThat(black.pixel(50, 140)).as("the picture itself").isZero();
  }

  @Test
  void theSurestBoxIsOnTop() {
    Detection person = new Detection(new Box(50, 100, 150, 180), 0.9f, 0);
    Detection car = new Detection(new Box(50, 100, 150, 180), 0.6f, 2);
    RgbImage drawn = visualizer.draw(black, new Detections(SIZE, List.of(person, car)));
    assertThat(drawn.pixel(50, 179)).isEqualTo(PERSON);
  }

  @Test
  void labelsArePartOfThePicture() {
    Detection person = new Detection(new Box(50, 100, 150, 180), 0.9f, 0);
    Detection surer = new Detection(person.box(), 0.95f, 0);
    RgbImage first = visualizer.draw(black, new Detections(SIZE, List.of(person)));
    assertThat(visualizer.draw(black, new Detections(SIZE, List.of(person)))).isEqualTo(first);
    assertThat(visualizer.draw(black, new Detections(SIZE, List.of(surer)))).isNotEqualTo(first);
  }

  @Test
  void leavesOutWhatCannotBeDrawn() {
    Detection nan = new Detection(new Box(Float.NaN, 0, 9, 9), 0.9f, 0);
    Detection empty = new Detection(new Box(5, 5, 5, 9), 0.9f, 0);
    Detection outside = new Detection(new Box(-50, -50, -10, -10), 0.9f, 0);
    Detections found = new Detections(SIZE, List.of(nan, empty, outside));
    assertThat(visualizer.draw(black, found)).isEqualTo(black);
    assertThat(visualizer.draw(black, new Detections(SIZE, List.of()))).isEqualTo(black);
  }

  @Test
  void aPictureOfOnePixel() {
    RgbImage dot = RgbImage.of(1, 1, new byte[3]);
    Detection all = new Detection(new Box(0, 0, 1, 1), 0.9f, 0);
    Detections found = new Detections(new ImageSize(1, 1), List.of(all));
    assertThat(visualizer.draw(dot, found).pixel(0, 0)).isEqualTo(PERSON);
  }

  @Test
  void refusesAnotherPictureAndUnknownClasses() {
    Detections other = new Detections(new ImageSize(100, 300), List.of());
    assertThatThrownBy(() -> visualizer.draw(black, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("200x300")
        .hasMessageContaining("100x300");
    Detection strange = new Detection(new Box(0, 0, 9, 9), 0.9f, 80);
    assertThatThrownBy(() -> visualizer.draw(black, new Detections(SIZE, List.of(strange))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("80");
  }
}
