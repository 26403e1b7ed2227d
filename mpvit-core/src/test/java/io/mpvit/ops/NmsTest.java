/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.testing.Npz;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NmsTest {
  private static final float[] TWO = {0, 0, 10, 10, 0, 0, 10, 5};

  @Test
  void reproducesTheReferenceKeepLists() {
    Npz golden = Npz.resource("/reference/detectron2/ops.golden.npz");
    for (String threshold : List.of("0.5", "0.7")) {
      int[] kept =
          Nms.keep(
              golden.floats("nms.boxes"),
              golden.floats("nms.scores"),
              golden.ints("nms.classes"),
              Double.parseDouble(threshold));
      assertThat(kept).as(threshold).isEqualTo(golden.ints("nms.keep." + threshold));
    }
  }

  @Test
  void agreesWithTheDefinitionOnRandomBoxes() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      int n = 1 + random.nextInt(60);
      float[] boxes = new float[4 * n];
      float[] scores = new float[n];
      int[] groups = new int[n];
      for (int i = 0; i < n; i++) {
        float x = random.nextInt(20);
        float y = random.nextInt(20);
        boxes[4 * i] = x;
        boxes[4 * i + 1] = y;
        boxes[4 * i + 2] = x + 1 + random.nextInt(20);
        boxes[4 * i + 3] = y + 1 + random.nextInt(20);
        scores[i] = random.nextInt(10) / 10f; // many ties
        groups[i] = random.nextInt(3) - 1;
      }
      assertThat(Nms.keep(boxes, scores, groups, 0.3))
          .isEqualTo(definition(boxes, scores, groups, 0.3));
    }
  }

  @Test
  void aBoxAtExactlyTheThresholdStays() {
    // IoU of the two is 50 / 100.
    assertThat(Nms.keep(TWO, new float[] {1, 0.5f}, new int[2], 0.5)).containsExactly(0, 1);
    assertThat(Nms.keep(TWO, new float[] {1, 0.5f}, new int[2], 0.499)).containsExactly(0);
  }

  @Test
  void groupsDoNotTouch() {
    float[] same = {0, 0, 10, 10, 0, 0, 10, 10};
    assertThat(Nms.keep(same, new float[] {0.1f, 0.2f}, new int[] {3, -3}, 0))
        .containsExactly(1, 0);
    assertThat(Nms.keep(same, new float[] {0.1f, 0.2f}, new int[] {3, 3}, 0)).containsExactly(1);
  }

  @Test
  void tiesStayInInputOrder() {
    float[] apart = {0, 0, 1, 1, 5, 5, 6, 6, 9, 9, 10, 10};
    assertThat(Nms.keep(apart, new float[] {0f, -0f, 0f}, new int[] {2, 1, 0}, 0.5))
        .containsExactly(0, 1, 2);
  }

  @Test
  void emptyBoxesAndNanNeverSuppress() {
    float nan = Float.NaN;
    float[] boxes = {1, 1, 1, 1, 1, 1, 1, 1, nan, 0, 9, 9, 0, 0, 9, 9};
    assertThat(Nms.keep(boxes, new float[] {4, 3, 2, 1}, new int[4], 0.5))
        .containsExactly(0, 1, 2, 3);
    assertThat(Nms.keep(TWO, new float[] {nan, 0.5f}, new int[2], 0.4)).containsExactly(1);
    assertThat(Nms.keep(new float[0], new float[0], new int[0], 0.5)).isEmpty();
  }

  @Test
  void refusesArgumentsThatDisagree() {
    assertThatThrownBy(() -> Nms.keep(TWO, new float[1], new int[2], 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 boxes")
        .hasMessageContaining("1 scores");
    assertThatThrownBy(() -> Nms.keep(new float[5], new float[1], new int[1], 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 5");
    assertThatThrownBy(() -> Nms.keep(TWO, new float[2], new int[2], Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threshold");
  }

  /** Repeatedly takes the best box left and strikes out what it overlaps. */
  private static int[] definition(float[] boxes, float[] scores, int[] groups, double threshold) {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      left.add(i);
    }
    List<Integer> kept = new ArrayList<>();
    while (!left.isEmpty()) {
      int best = left.get(0);
      for (int i : left) {
        best = scores[i] > scores[best] ? i : best;
      }
      kept.add(best);
      int winner = best;
      left.removeIf(
          i ->
              i == winner
                  || groups[i] == groups[winner] && Boxes.iou(boxes, winner, boxes, i) > threshold);
    }
    return kept.stream().mapToInt(Integer::intValue).toArray();
  }
}
