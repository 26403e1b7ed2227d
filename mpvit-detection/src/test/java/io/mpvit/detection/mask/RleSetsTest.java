/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RleSetsTest {
  private final List<Rle> pool =
      MaskCases.of("pool").stream()
          .map(given -> Rle.parse(MaskCases.size(given), given.get("counts").getAsString()))
          .toList();

  @Test
  void mergesLikeTheMaskTools() {
    for (JsonObject given : MaskCases.of("merge")) {
      List<Rle> masks =
          Arrays.stream(MaskCases.ints(given.get("of_pool"))).mapToObj(pool::get).toList();
      check(given.getAsJsonObject("union"), RleSets.union(masks));
      check(given.getAsJsonObject("intersection"), RleSets.intersection(masks));
    }
  }

  private static void check(JsonObject expected, Rle merged) {
    assertThat(merged.counts()).isEqualTo(MaskCases.ints(expected.get("counts")));
    assertThat(merged.text()).isEqualTo(expected.get("string").getAsString());
  }

  @Test
  void overlapsLikeTheMaskTools() {
    for (JsonObject given : MaskCases.of("iou")) {
      int[] detections = MaskCases.ints(given.get("dt_pool"));
      int[] truths = MaskCases.ints(given.get("gt_pool"));
      int[] crowd = MaskCases.ints(given.get("iscrowd"));
      JsonArray rows = given.getAsJsonArray("iou_dt_by_gt");
      for (int d = 0; d < detections.length; d++) {
        double[] expected = MaskCases.doubles(rows.get(d));
        for (int g = 0; g < truths.length; g++) {
          double iou = RleSets.iou(pool.get(detections[d]), pool.get(truths[g]), crowd[g] == 1);
          assertThat(iou).as("%d, %d", d, g).isCloseTo(expected[g], within(1e-12));
        }
      }
    }
  }

  @Test
  void agreesWithBitmaps() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      ImageSize size = MaskCases.randomSize(random);
      List<boolean[]> bitmaps = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bitmaps.add(MaskCases.randomBitmap(random, size));
      }
      List<Rle> masks = bitmaps.stream().map(pixels -> Rle.ofBitmap(size, pixels)).toList();
      boolean[] any = new boolean[size.height() * size.width()];
      boolean[] all = new boolean[any.length];
      Arrays.fill(all, true);
      for (boolean[] pixels : bitmaps) {
        for (int i = 0; i < any.length; i++) {
          any[i] |= pixels[i];
          all[i] &= pixels[i];
        }
      }
      assertThat(RleSets.union(masks)).isEqualTo(Rle.ofBitmap(size, any));
      assertThat(RleSets.intersection(masks)).isEqualTo(Rle.ofBitmap(size, all));
      checkOverlap(size, bitmaps.get(0), bitmaps.get(bitmaps.size() - 1));
    }
  }

  private static void checkOverlap(ImageSize size, boolean[] a, boolean[] b) {
    int shared = 0;
    int joined = 0;
    for (int i = 0; i < a.length; i++) {
      shared += a[i] && b[i] ? 1 : 0;
      joined += a[i] || b[i] ? 1 : 0;
    }
    Rle x = Rle.ofBitmap(size, a);
    Rle y = Rle.ofBitmap(size, b);
    assertThat(RleSets.intersectionArea(x, y)).isEqualTo(shared);
    assertThat(RleSets.iou(x, y, false)).isEqualTo(shared == 0 ? 0 : (double) shared / joined);
    assertThat(RleSets.iou(x, y, true))
        .isEqualTo(shared == 0 ? 0 : (double) shared / MaskCases.count(a));
    assertThat(shared == 0 || x.bounds().overlaps(y.bounds())).isTrue();
  }

  @Test
  void oneMaskIsReturnedAsItIs() {
    Rle odd = Rle.of(new ImageSize(5, 6), 10, 0, 10, 5, 5);
    assertThat(RleSets.union(List.of(odd))).isSameAs(odd);
    assertThat(RleSets.union(List.of(odd, odd)).counts()).containsExactly(20, 5, 5);
    assertThat(RleSets.intersection(List.of(odd, odd)).counts()).containsExactly(20, 5, 5);
  }

  @Test
  void emptyMasksNeverOverlap() {
    Rle none = Rle.empty(new ImageSize(4, 4));
    assertThat(RleSets.iou(none, none, false)).isZero();
    assertThat(RleSets.iou(none, none, true)).isZero();
  }

  @Test
  void boundsOverlapOnlyWhereAPixelIsShared() {
    MaskBounds bounds = new MaskBounds(2, 3, 4, 5);
    assertThat(bounds.overlaps(new MaskBounds(5, 7, 9, 9))).isTrue();
    assertThat(bounds.overlaps(new MaskBounds(6, 3, 1, 1))).isFalse();
    assertThat(bounds.overlaps(new MaskBounds(2, 8, 1, 1))).isFalse();
    assertThat(bounds.overlaps(new MaskBounds(0, 0, 2, 9))).isFalse();
    assertThat(bounds.overlaps(new MaskBounds(0, 0, 9, 3))).isFalse();
  }

  @Test
  void refusesMasksThatDoNotFit() {
    Rle wide = Rle.empty(new ImageSize(2, 3));
    Rle tall = Rle.empty(new ImageSize(3, 2));
    assertThatThrownBy(() -> RleSets.union(List.of(wide, tall)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x3 and 3x2");
    assertThatThrownBy(() -> RleSets.iou(wide, tall, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RleSets.intersection(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
  }
}
