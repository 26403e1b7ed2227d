/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The decoder alone, on hand-made predictions of two classes for a 128x128 network image. */
class RetinaNetDecoderTest {
  private static final int CLASSES = 2;
  private static final ImageSize SIZE = new ImageSize(128, 128);

  private final NDManager manager = NDManager.newBaseManager();
  private final RetinaNetHeadConfig head =
      RetinaNetHeadConfig.published(List.of("stage3", "stage4", "stage5")).withClasses(CLASSES);
  private final RetinaNetThresholds published = RetinaNetThresholds.published();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void readsTheAnchorOfACandidate() {
    float[][] logits = background();
    // p4 is 8x8: anchor 4 (second size, ratio 1), class 1, cell (3, 5)
    set(logits[1], 8, 4 * CLASSES + 1, 3, 5, 2f);
    float[][] deltas = zeros(4);
    set(deltas[1], 8, 4 * 4, 3, 5, 0.5f);
    Detections found = decode(published, logits, deltas);
    float side = (float) (64 * Math.pow(2, 1 / 3.0));
    Detection only = found.items().get(0);
    assertThat(found.items()).hasSize(1);
    assertThat(found.size()).isEqualTo(SIZE);
    assertThat(only.classIndex()).isEqualTo(1);
    assertThat(only.score()).isCloseTo((float) (1 / (1 + Math.exp(-2))), within(1e-6f));
    assertThat(only.box().x1()).isCloseTo(80 + 0.5f * side - side / 2, within(1e-4f));
    assertThat(only.box().y1()).isCloseTo(48 - side / 2, within(1e-4f));
    assertThat(only.box().x2()).isCloseTo(80 + 0.5f * side + side / 2, within(1e-4f));
    assertThat(only.box().y2()).isCloseTo(48 + side / 2, within(1e-4f));
  }

  @Test
  void boxesReachOutsideTheImage() {
    float[][] logits = background();
    set(logits[4], 1, 1 * CLASSES, 0, 0, 3f); // p7: size 512, ratio 1, centred on the corner
    Detections found = decode(published, logits, zeros(4));
    assertThat(found.items().get(0).box()).isEqualTo(new Box(-256, -256, 256, 256));
    assertThat(found.resizedTo(new ImageSize(64, 64)).items().get(0).box())
        .isEqualTo(new Box(0, 0, 64, 64));
  }

  @Test
  void suppressesWithinAClassOnly() {
    float[][] logits = background();
    for (int k = 0; k < CLASSES; k++) {
      set(logits[2], 4, 4 * CLASSES + k, 1, 1, 2f + k); // same box
      set(logits[2], 4, 3 * CLASSES + k, 1, 1, 1f); // IoU of ratio 0.5 and 1 is 0.55 when centred
    }
    Detections found = decode(published, logits, zeros(4));
    assertThat(found.items()).extracting(Detection::classIndex).startsWith(1, 0);
    assertThat(found.items()).filteredOn(d -> d.score() > 0.85f).hasSize(2);
    RetinaNetThresholds loose = new RetinaNetThresholds(0.05f, 1000, 1, 100);
    assertThat(decode(loose, logits, zeros(4)).items()).hasSize(4);
    RetinaNetThresholds one = new RetinaNetThresholds(0.05f, 1000, 1, 1);
    assertThat(decode(one, logits, zeros(4)).items()).hasSize(1);
    RetinaNetThresholds onePerLevel = new RetinaNetThresholds(0.05f, 1, 1, 100);
    assertThat(decode(onePerLevel, logits, zeros(4)).items()).hasSize(1);
  }

  @Test
  void scoreThresholdIsStrict() {
    float[][] logits = background();
    set(logits[3], 2, 0, 0, 0, 0f); // sigmoid(0) is exactly one half
    assertThat(decode(new RetinaNetThresholds(0.5f, 9, 0.5, 9), logits, zeros(4)).items())
        .isEmpty();
    float below = Math.nextDown(0.5f);
    assertThat(decode(new RetinaNetThresholds(below, 9, 0.5, 9), logits, zeros(4)).items())
        .hasSize(1);
    assertThat(decode(new RetinaNetThresholds(1, 9, 0.5, 9), logits, zeros(4)).items()).isEmpty();
  }

  @Test
  void equalScoresKeepLevelThenPositionOrder() {
    float[][] logits = background();
    set(logits[1], 8, 4 * CLASSES, 7, 7, 1f);
    set(logits[0], 16, 4 * CLASSES, 0, 0, 1f);
    set(logits[1], 8, 4 * CLASSES, 0, 7, 1f);
    List<Detection> found = decode(published, logits, zeros(4)).items();
    assertThat(found).hasSize(3);
    assertThat(found.get(0).box().width()).isLessThan(50);
    assertThat(found.get(1).box().y1()).isLessThan(found.get(2).box().y1());
  }

  @Test
  void nothingFoundIsAnEmptyList() {
    assertThat(decode(published, background(), zeros(4)).items()).isEmpty();
  }

  @Test
  void notANumberIsNeverADetectionOnThePicture() {
    float[][] logits = zeros(CLASSES);
    float[][] deltas = zeros(4);
    for (int level = 0; level < 5; level++) {
      java.util.Arrays.fill(logits[level], Float.NaN);
      java.util.Arrays.fill(deltas[level], Float.NaN);
    }
    assertThat(decode(published, logits, zeros(4)).items()).isEmpty();
    // Good scores with bad boxes are dropped when they meet the picture.
    Detections found = decode(published, zeros(CLASSES), deltas);
    assertThat(found.items()).hasSize(100);
    assertThat(found.resizedTo(SIZE).items()).isEmpty();
  }

  @Test
  void imagesOfABatchAreIndependent() {
    float[][] first = background();
    set(first[1], 8, 4 * CLASSES, 3, 5, 2f);
    float[][] second = background();
    set(second[1], 8, 4 * CLASSES + 1, 2, 1, 1f);
    RetinaNetPredictions both = batch(predictions(first, zeros(4)), predictions(second, zeros(4)));
    List<Detections> found =
        new RetinaNetDecoder(head, published).decode(both, List.of(SIZE, new ImageSize(100, 90)));
    assertThat(found.get(0)).isEqualTo(decode(published, first, zeros(4)));
    assertThat(found.get(1).items()).isEqualTo(decode(published, second, zeros(4)).items());
    assertThat(found.get(1).size()).isEqualTo(new ImageSize(100, 90));
  }

  @Test
  void refusesPredictionsOfAnotherHead() {
    RetinaNetPredictions mine = predictions(background(), zeros(4));
    RetinaNetDecoder other =
        new RetinaNetDecoder(
            RetinaNetHeadConfig.published(List.of("stage3", "stage4", "stage5")),
            RetinaNetThresholds.published());
    assertThatThrownBy(() -> other.decode(mine, List.of(SIZE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 anchors of 80 classes");
    RetinaNetDecoder right = new RetinaNetDecoder(head, published);
    assertThatThrownBy(() -> right.decode(mine, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each of 1 images");
    RetinaNetPredictions fewer =
        new RetinaNetPredictions(mine.logits().subList(0, 4), mine.deltas().subList(0, 4));
    assertThatThrownBy(() -> right.decode(fewer, List.of(SIZE)))
        .hasMessageContaining("expected 5 levels, found 4");
    assertThatThrownBy(() -> new RetinaNetPredictions(mine.logits(), List.of()))
        .hasMessageContaining("0 and 5");
  }

  private Detections decode(RetinaNetThresholds thresholds, float[][] logits, float[][] deltas) {
    return new RetinaNetDecoder(head, thresholds)
        .decode(predictions(logits, deltas), List.of(SIZE))
        .get(0);
  }

  private RetinaNetPredictions predictions(float[][] logits, float[][] deltas) {
    return new RetinaNetPredictions(arrays(logits, CLASSES), arrays(deltas, 4));
  }

  private List<NDArray> arrays(float[][] maps, int values) {
    List<NDArray> arrays = new ArrayList<>();
    for (int level = 0; level < maps.length; level++) {
      int side = 16 >> level;
      arrays.add(manager.create(maps[level], new Shape(1, 9L * values, side, side)));
    }
    return arrays;
  }

  private static RetinaNetPredictions batch(RetinaNetPredictions a, RetinaNetPredictions b) {
    List<NDArray> logits = new ArrayList<>();
    List<NDArray> deltas = new ArrayList<>();
    for (int level = 0; level < a.levels(); level++) {
      logits.add(a.logits().get(level).concat(b.logits().get(level)));
      deltas.add(a.deltas().get(level).concat(b.deltas().get(level)));
    }
    return new RetinaNetPredictions(logits, deltas);
  }

  private static float[][] zeros(int values) {
    float[][] maps = new float[5][];
    for (int level = 0; level < maps.length; level++) {
      int side = 16 >> level;
      maps[level] = new float[9 * values * side * side];
    }
    return maps;
  }

  private static float[][] background() {
    float[][] maps = zeros(CLASSES);
    for (float[] map : maps) {
      java.util.Arrays.fill(map, -9f);
    }
    return maps;
  }

  private static void set(float[] map, int side, int channel, int y, int x, float value) {
    map[(channel * side + y) * side + x] = value;
  }
}
