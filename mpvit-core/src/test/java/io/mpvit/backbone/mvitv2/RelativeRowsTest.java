/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mpvit.ops.PoolingAttentionOps;
import io.mpvit.reference.ReferenceWeights;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of relative positions for lengths that they were made for and others. */
@Tag("golden")
class RelativeRowsTest {

  private static final Npz NPZ = Npz.resource("/reference/mvitv2/mvitv2_relpos.golden.npz");
  private static final Pattern CASE = Pattern.compile("L(\\d+)_q(\\d+)_k(\\d+)\\.index");
  private static final int CHANNELS = 8;

  static Stream<String> cases() {
    return NPZ.names().stream().filter(name -> CASE.matcher(name).matches());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void picksTheRowsOfTheReference(String name) {
    Matcher lengths = CASE.matcher(name);
    assertThat(lengths.matches()).isTrue();
    long rows = Long.parseLong(lengths.group(1));
    long queries = Long.parseLong(lengths.group(2));
    long keys = Long.parseLong(lengths.group(3));
    try (NDManager manager = NDManager.newBaseManager()) {
      // A table that need not be stretched and holds its own row numbers gives the index away.
      NDArray numbers =
          manager
              .arange((int) (2 * Math.max(queries, keys) - 1))
              .toType(DataType.FLOAT32, false)
              .reshape(-1, 1);
      NDArray index = PoolingAttentionOps.relativeRows(numbers, queries, keys, false);
      assertThat(index.toFloatArray()).isEqualTo(NPZ.floats(name));

      Shape shape = new Shape(rows, CHANNELS);
      NDArray table =
          manager.create(ReferenceWeights.values("relpos" + rows, shape), shape).duplicate();
      String stem = name.replace(".index", ".rows");
      // Weights of neighbouring rows are differences of positions up to 55 in float32: stretched
      // rows of the golden are up to 4.6e-6 of the largest from float64, those of plain PyTorch up
      // to 7.2e-6, and up to 3.5e-6 from the golden, as ours are.
      for (boolean training : new boolean[] {false, true}) {
        NDArray picked = PoolingAttentionOps.relativeRows(table, queries, keys, training);
        Golden golden = new Golden(NPZ, 1e-5);
        if (NPZ.has(stem)) {
          golden.assertWhole(stem, picked);
        } else {
          golden.assertTap(stem, picked);
        }
      }
    }
  }
}
