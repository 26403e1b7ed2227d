/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Feature;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of levels and the pooled values of the reference implementation. */
@Tag("golden")
class RoiPoolerTest {
  private static final Npz GOLDEN = Npz.resource("/reference/detectron2/ops.golden.npz");
  private static final List<Feature> LEVELS =
      IntStream.rangeClosed(2, 5).mapToObj(i -> new Feature("p" + i, 8, 1 << i)).toList();

  /** 12 boxes of the first image, then 3 of the second. */
  private static final float[] BOXES =
      concatenate(GOLDEN.floats("roi.boxes0"), GOLDEN.floats("roi.boxes1"));

  private static final int[] IMAGES = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1};

  @ParameterizedTest
  @ValueSource(ints = {7, 14})
  void pooledValues(int side) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList maps = new NDList();
      for (int i = 2; i <= 5; i++) {
        Shape shape = new Shape(2, 8, 480 >> i, 640 >> i);
        maps.add(ReferenceInputs.array(manager, "roi.p" + i, shape));
      }
      RoiPooler pooler = new RoiPooler(LEVELS, LevelRule.published(), side);
      Golden golden = new Golden(GOLDEN, 2e-5);
      golden.assertWhole("roi.pooled" + side, pooler.pool(maps, BOXES, IMAGES, false));
      golden.assertWhole("roi.pooled" + side, pooler.poolPlanes(maps, BOXES, IMAGES));
      try (NDArray differentiable = pooler.pool(maps, BOXES, IMAGES, true)) {
        golden.assertWhole("roi.pooled" + side, differentiable);
      }
    }
  }

  @Test
  void levels() {
    RoiPooler pooler = new RoiPooler(LEVELS, LevelRule.published(), 7);
    int[] levels = IntStream.range(0, 15).map(i -> 2 + pooler.position(BOXES, i)).toArray();
    assertThat(levels).isEqualTo(GOLDEN.ints("roi.levels"));
  }

  @Test
  void levelsOfOddBoxes() {
    LevelRule rule = LevelRule.published();
    float[] boxes = {
      5, 5, 5, 5, 0, 0, 1e6f, 1e6f, Float.NaN, 0, 1, 1, 0, 0, Float.POSITIVE_INFINITY, 1, 9, 9, 0, 5
    };
    int[] levels = IntStream.range(0, 5).map(i -> rule.levelOf(boxes, i, 2, 5)).toArray();
    assertThat(levels[0]).isEqualTo(2);
    assertThat(levels[1]).isEqualTo(5);
    assertThat(IntStream.of(levels)).allMatch(level -> level >= 2 && level <= 5);
  }

  private static float[] concatenate(float[] a, float[] b) {
    float[] all = new float[a.length + b.length];
    System.arraycopy(a, 0, all, 0, a.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }
}
