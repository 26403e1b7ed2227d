/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("golden")
class DeformableAttentionTest {
  private static final double TOLERANCE = 2e-6;
  private static final String FOLDER = "/reference/deformable_detr/";

  private final Npz npz = Npz.resource(FOLDER + "msda_core.golden.npz");
  private final Golden golden = new Golden(npz, TOLERANCE);
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray value = array("value");
  private final NDArray locations = array("sampling_locations");
  private final NDArray weights = array("attention_weights");
  private final NDArray shapes = shapes(npz.longs("spatial_shapes"));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void agreesWithTheReference() {
    golden.assertWhole("out", attend(value, locations, weights));
  }

  @Test
  void gradientsAgreeWithTheReference() {
    value.setRequiresGradient(true);
    locations.setRequiresGradient(true);
    weights.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray out = DeformableAttention.attend(value, shapes, locations, weights, true);
      golden.assertWhole("out", out);
      collector.backward(out.mul(array("grad_out")).sum());
    }
    golden.assertWhole("grad_value", value.getGradient());
    golden.assertWhole("grad_sampling_locations", locations.getGradient());
    golden.assertWhole("grad_attention_weights", weights.getGradient());
  }

  /** At an element's centre the slope is that towards the next element, as floor() has it. */
  @Test
  void gradientAtAnElementsCentre() {
    NDArray map = owned(new float[] {1, 3, 10, 20}, new Shape(1, 4, 1, 1));
    NDArray at = owned(new float[] {0.375f, 0.5f}, new Shape(1, 1, 1, 1, 1, 2));
    NDArray one = manager.ones(new Shape(1, 1, 1, 1, 1));
    at.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray out = DeformableAttention.attend(map, shapes(1, 4), at, one, true);
      assertThat(out.toFloatArray()).containsExactly(3f);
      collector.backward(out.sum());
    }
    // Across x: 4 elements per unit, from 3 to 10; across y: from the element to the zero below.
    assertThat(at.getGradient().toFloatArray()).containsExactly(28f, -3f);
  }

  /** More queries than are taken at once, against the definition. */
  @Test
  void partsJoinWithoutSeams() {
    int queries = 3000;
    int[][] levels = {{5, 7}, {1, 1}, {2, 9}};
    NDArray maps = ReferenceInputs.array(manager, "maps", new Shape(2, 54, 4, 3));
    float[] at = new float[2 * queries * 4 * 3 * 2 * 2];
    Random random = new Random(1);
    for (int i = 0; i < at.length; i++) {
      at[i] = random.nextFloat() * 1.6f - 0.3f;
    }
    NDArray where = owned(at, new Shape(2, queries, 4, 3, 2, 2));
    NDArray factors = ReferenceInputs.array(manager, "factors", new Shape(2, queries, 4, 3, 2));
    NDArray sums =
        DeformableAttention.attend(maps, shapes(5, 7, 1, 1, 2, 9), where, factors, false);
    assertThat(sums.toFloatArray())
        .usingComparatorWithPrecision(2e-4f)
        .containsExactly(
            expected(maps.toFloatArray(), levels, at, factors.toFloatArray(), 4, 3, queries));
  }

  @Test
  void placesFarOutsideAndNoNumbersDoNoHarm() {
    float[] at = locations.toFloatArray();
    float[] far = {1e30f, -1e30f, 3e9f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    for (int i = 0; i < at.length; i++) {
      at[i] = far[i % far.length];
    }
    NDArray elsewhere = owned(at, locations.getShape());
    assertThat(attend(value, elsewhere, weights).getShape()).isEqualTo(new Shape(2, 5, 32));
    Arrays.fill(at, 7f);
    assertThat(attend(value, owned(at, locations.getShape()), weights).toFloatArray())
        .containsOnly(0f);
    Arrays.fill(at, Float.NaN);
    assertThat(attend(value, owned(at, locations.getShape()), weights).toFloatArray())
        .containsOnly(Float.NaN);
  }

  @Test
  void locationsFromPointsAndFromBoxes() {
    NDArray offsets = owned(new float[] {1, 2, -3, 4}, new Shape(1, 1, 1, 1, 2, 2));
    NDArray point = owned(new float[] {0.5f, 0.25f}, new Shape(1, 1, 1, 2));
    NDArray box = owned(new float[] {0.5f, 0.25f, 0.4f, 0.2f}, new Shape(1, 1, 1, 4));
    NDArray level = shapes(8, 4);
    for (boolean training : new boolean[] {false, true}) {
      assertThat(DeformableAttention.locations(point, offsets, level, training).toFloatArray())
          .containsExactly(0.75f, 0.5f, -0.25f, 0.75f);
      // Two points: an offset of 2 is half the box.
      assertThat(DeformableAttention.locations(box, offsets, level, training).toFloatArray())
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(0.6f, 0.35f, 0.2f, 0.45f);
    }
  }

  @Test
  void leavesNothingBehind() {
    attend(value, locations, weights).close();
    int before = manager.getManagedArrays().size();
    NDArray out = attend(value, locations, weights);
    assertThat(manager.getManagedArrays()).hasSize(before + 1);
    assertThat(out.getShape()).isEqualTo(new Shape(2, 5, 32));
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    NDArray wrong = shapes(6, 8, 3, 4, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeformableAttention.attend(value, wrong, locations, weights, false))
        .withMessageContaining("66 elements, the values 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attend(value, locations, weights.get("0:1")))
        .withMessageContaining("expected value [B, S, heads, C]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DeformableAttention.attend(value, shapes(-8, -8), locations, weights, false))
        .withMessageContaining("expected value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeformableAttention.locations(value, locations, shapes, false))
        .withMessageContaining("expected reference");
  }

  private NDArray attend(NDArray maps, NDArray where, NDArray factors) {
    return DeformableAttention.attend(maps, shapes, where, factors, false);
  }

  private NDArray array(String name) {
    return owned(npz.floats(name), new Shape(npz.shape(name)));
  }

  private NDArray owned(float[] values, Shape shape) {
    return manager.create(values, shape).duplicate();
  }

  private NDArray shapes(long... sides) {
    return manager.create(sides, new Shape(sides.length / 2, 2)).duplicate();
  }

  /** The definition, sample by sample. */
  private static float[] expected(
      float[] maps, int[][] levels, float[] at, float[] factors, int heads, int c, int queries) {
    int size = Arrays.stream(levels).mapToInt(l -> l[0] * l[1]).sum();
    float[] out = new float[2 * queries * heads * c];
    int sample = 0;
    for (int row = 0; row < 2 * queries * heads; row++) {
      int image = row / (queries * heads);
      int start = 0;
      for (int[] level : levels) {
        for (int p = 0; p < 2; p++, sample++) {
          double x = at[2 * sample] * level[1] - 0.5;
          double y = at[2 * sample + 1] * level[0] - 0.5;
          for (int i = 0; i < level[0] * level[1]; i++) {
            double weight =
                Math.max(0, 1 - Math.abs(y - i / level[1]))
                    * Math.max(0, 1 - Math.abs(x - i % level[1]));
            int from = ((image * size + start + i) * heads + row % heads) * c;
            for (int k = 0; k < c; k++) {
              out[row * c + k] += (float) (factors[sample] * weight * maps[from + k]);
            }
          }
        }
        start += level[0] * level[1];
      }
    }
    return out;
  }
}
