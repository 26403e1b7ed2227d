/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.reference.ReferenceInputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapSizeOpsTest {

  @Test
  void shrinkingDoesNotSmooth() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray map = manager.create(new float[] {0, 1, 2, 3, 4, 50}, new Shape(1, 1, 1, 6));
      NDArray like = manager.create(new Shape(0, 1, 2));
      // Places 1 and 4, whatever stands beside them.
      assertThat(MapSizeOps.bilinearLike(map, like, false).toFloatArray()).containsExactly(1, 4);
    }
  }

  @Test
  void gradientsFlowThroughBoth() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray map = manager.ones(new Shape(1, 1, 2, 3));
      NDArray like = manager.create(new Shape(0, 4, 6));
      NDArray large = MapSizeOps.bilinearLike(map, like, true);
      assertThat(large.getShape()).isEqualTo(new Shape(1, 1, 4, 6));
      assertThat(large.sum().getFloat()).isEqualTo(24);
      NDArray cells = MapSizeOps.meanCells(map, 3, 3, true);
      assertThat(cells.getShape()).isEqualTo(new Shape(1, 1, 3, 3));
      assertThat(cells.sum().getFloat()).isCloseTo(9, within(1e-6f));
    }
  }

  @Test
  void cellsOverlapAndRepeat() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray map = manager.create(new float[] {1, 2, 6}, new Shape(1, 1, 1, 3));
      assertThat(MapSizeOps.meanCells(map, 1, 2, false).toFloatArray()).containsExactly(1.5f, 4);
      assertThat(MapSizeOps.meanCells(map, 1, 6, false).toFloatArray())
          .containsExactly(1, 1, 2, 2, 6, 6);
    }
  }

  /** Strip by strip and at once must agree in every bit, and nearly with the engine's own way. */
  @ParameterizedTest
  @CsvSource({"5, 7, 33, 41", "33, 41, 5, 7", "1, 1, 4, 3", "9, 4, 1, 1", "6, 5, 6, 9"})
  void rowsAreTheWholeMapsRows(int inHeight, int inWidth, int outHeight, int outWidth) {
    int channels = 19;
    try (NDManager manager = NDManager.newBaseManager()) {
      Shape shape = new Shape(inHeight, inWidth, channels);
      NDArray source = ReferenceInputs.array(manager, "map", shape);
      BilinearRows rows = new BilinearRows(inHeight, inWidth, outHeight, outWidth);
      NDArray needed = source.get(rows.firstSourceRow(0) + ":").duplicate();
      NDArray whole = rows.compute(needed, 0, outHeight);
      NDArray like = manager.create(new Shape(0, outHeight, outWidth));
      NDArray map = source.transpose(2, 0, 1).expandDims(0);
      NDArray engine = MapSizeOps.bilinearLike(map, like, false).squeeze(0).transpose(1, 2, 0);
      assertThat(whole.sub(engine).abs().max().getFloat()).isLessThan(2e-6f);
      for (int y = 0; y < outHeight; y++) {
        int first = rows.firstSourceRow(y);
        NDArray part = source.get(first + ":" + rows.endOfSourceRows(y));
        float[] row = rows.compute(part.duplicate(), y, y + 1).toFloatArray();
        assertThat(row).isEqualTo(whole.get(y).toFloatArray());
      }
    }
  }
}
