/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShortestEdgeResizeTest {
  record Row(ImageSize in, ImageSize out, ImageSize padded) {}

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (JsonElement e :
        PillowResizeTest.golden("resize_shortest_edge_800_1333").getAsJsonArray("rows")) {
      int[] v = new int[6];
      for (int i = 0; i < v.length; i++) {
        v[i] = e.getAsJsonArray().get(i).getAsInt();
      }
      rows.add(
          new Row(new ImageSize(v[0], v[1]), new ImageSize(v[2], v[3]), new ImageSize(v[4], v[5])));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void sizesEqualDetectron2s(Row row) {
    ImageSize target = ShortestEdgeResize.DETECTRON2.target(row.in);
    assertThat(target).isEqualTo(row.out);
    assertThat(target.roundUpTo(32)).isEqualTo(row.padded);
  }

  @Test
  void sidesNeverVanish() {
    assertThat(ShortestEdgeResize.DETECTRON2.target(new ImageSize(10, 20000)))
        .isEqualTo(new ImageSize(1, 1333));
    assertThat(ShortestEdgeResize.DETECTRON2.target(new ImageSize(20000, 1)))
        .isEqualTo(new ImageSize(1333, 1));
    assertThat(ShortestEdgeResize.DETECTRON2.target(new ImageSize(1, 1)))
        .isEqualTo(new ImageSize(800, 800));
  }

  @Test
  void zeroMeansNoResizing() {
    ImageSize size = new ImageSize(5, 7000);
    assertThat(new ShortestEdgeResize(0, 1333).target(size)).isEqualTo(size);
  }

  @Test
  void refusesBadSides() {
    assertThatThrownBy(() -> new ShortestEdgeResize(-1, 5)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new ShortestEdgeResize(5, 0)).hasMessageContaining("maxSide");
    assertThatThrownBy(() -> new ImageSize(0, 3)).hasMessageContaining("0x3");
  }
}
