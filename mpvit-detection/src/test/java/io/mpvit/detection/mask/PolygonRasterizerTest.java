/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolygonRasterizerTest {

  @Test
  void fillsPolygonsLikeTheMaskTools() {
    for (JsonObject given : MaskCases.of("polygons")) {
      List<double[]> parts =
          given.getAsJsonArray("polygons").asList().stream().map(MaskCases::doubles).toList();
      Rle mask = PolygonRasterizer.rasterize(parts, MaskCases.size(given));
      assertThat(mask.text()).as("%s", given).isEqualTo(given.get("string").getAsString());
      assertThat(mask.counts()).isEqualTo(MaskCases.ints(given.get("counts")));
      JsonElement rows = given.get("rows");
      if (rows != null && !rows.isJsonNull()) {
        assertThat(mask.toBitmap()).isEqualTo(MaskCases.bitmap(given));
      }
    }
  }

  @Test
  void fillsBoxesLikeTheMaskTools() {
    for (JsonObject given : MaskCases.of("boxes")) {
      double[] box = MaskCases.doubles(given.get("box_xywh"));
      Rle mask =
          PolygonRasterizer.rasterizeBox(box[0], box[1], box[2], box[3], MaskCases.size(given));
      assertThat(mask.text()).as("%s", given).isEqualTo(given.get("string").getAsString());
    }
  }

  @Test
  void agreesWithAWalkPointByPoint() {
    Random random = new Random(8);
    for (int round = 0; round < 3000; round++) {
      ImageSize size = MaskCases.randomSize(random);
      double[] polygon = randomPolygon(random, round % 3);
      Rle mask = PolygonRasterizer.rasterize(polygon, size);
      assertThat(mask.toBitmap()).as("round %d", round).isEqualTo(walk(polygon, size));
    }
  }

  /** Corners around and far off the picture; whole, half or any coordinates; repeated corners. */
  private static double[] randomPolygon(Random random, int kind) {
    double[] polygon = new double[2 * (3 + random.nextInt(6))];
    double range = random.nextInt(4) == 0 ? 2000 : 50;
    for (int i = 0; i < polygon.length; i++) {
      double any = (random.nextDouble() - 0.3) * range;
      polygon[i] =
          switch (kind) {
            case 0 -> Math.rint(any);
            case 1 -> Math.rint(2 * any) / 2;
            default -> any;
          };
      if (i >= 2 && random.nextInt(6) == 0) {
        polygon[i] = polygon[i - 2];
      }
    }
    return polygon;
  }

  /** The rule as it is written down: list every point of the ring, then look at all steps in x. */
  private static boolean[] walk(double[] polygon, ImageSize size) {
    List<int[]> points = new ArrayList<>();
    int corners = polygon.length / 2;
    for (int i = 0; i < corners; i++) {
      int j = (i + 1) % corners;
      listPoints(
          points,
          (int) (5 * polygon[2 * i] + 0.5),
          (int) (5 * polygon[2 * i + 1] + 0.5),
          (int) (5 * polygon[2 * j] + 0.5),
          (int) (5 * polygon[2 * j + 1] + 0.5));
    }
    int[] toggles = new int[size.height() * size.width() + 1];
    for (int i = 1; i < points.size(); i++) {
      int[] a = points.get(i - 1);
      int[] b = points.get(i);
      double x = (Math.min(a[0], b[0]) + 0.5) / 5 - 0.5;
      if (a[0] != b[0] && x == Math.floor(x) && x >= 0 && x <= size.width() - 1) {
        double y = (Math.min(a[1], b[1]) + 0.5) / 5 - 0.5;
        int row = (int) Math.ceil(Math.max(0, Math.min(y, size.height())));
        toggles[(int) x * size.height() + row]++;
      }
    }
    boolean[] pixels = new boolean[size.height() * size.width()];
    boolean inside = false;
    for (int i = 0; i < pixels.length; i++) {
      inside ^= toggles[i] % 2 == 1;
      pixels[i % size.height() * size.width() + i / size.height()] = inside;
    }
    return pixels;
  }

  private static void listPoints(List<int[]> points, int x0, int y0, int x1, int y1) {
    int dx = Math.abs(x1 - x0);
    int dy = Math.abs(y1 - y0);
    int steps = Math.max(dx, dy);
    boolean flat = dx >= dy;
    boolean flip = flat ? x0 > x1 : y0 > y1;
    int startX = flip ? x1 : x0;
    int startY = flip ? y1 : y0;
    double slope =
        flat ? (double) (flip ? y0 - y1 : y1 - y0) / dx : (double) (flip ? x0 - x1 : x1 - x0) / dy;
    for (int i = 0; i <= steps; i++) {
      int t = flip ? steps - i : i;
      points.add(
          flat
              ? new int[] {startX + t, steps == 0 ? y0 : (int) (startY + slope * t + 0.5)}
              : new int[] {(int) (startX + slope * t + 0.5), startY + t});
    }
  }

  @Test
  void farCornersCostNothing() {
    double far = 1e8;
    ImageSize size = new ImageSize(4, 4);
    double[] around = {-far, -far, far, -far, far, far, -far, far};
    assertThat(PolygonRasterizer.rasterize(around, size).area()).isEqualTo(16);
    double[] half = {0, -far, 2, -far, 2.5, far, 0, far};
    assertThat(PolygonRasterizer.rasterize(half, size).area()).isEqualTo(8);
  }

  @Test
  void refusesBadPolygons() {
    ImageSize size = new ImageSize(4, 4);
    double[][] bad = {
      {},
      {1, 2, 3, 4},
      {1, 2, 3, 4, 5},
      {1, 2, 3, 4, 5, 6, 7},
      {1, 2, 3, 4, 5, Double.NaN},
      {1, 2, 3, 4, 5, Double.NEGATIVE_INFINITY},
      {1, 2, 3, 4, 5, 1e9}
    };
    for (double[] polygon : bad) {
      assertThatThrownBy(() -> PolygonRasterizer.rasterize(polygon, size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("polygon: expected");
    }
    assertThatThrownBy(() -> PolygonRasterizer.rasterize(List.of(), size))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
