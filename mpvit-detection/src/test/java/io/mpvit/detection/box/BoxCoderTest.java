/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mpvit.testing.Npz;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoxCoderTest {
  private static final Map<String, BoxCoder> CODERS =
      Map.of(
          "w1", BoxCoder.UNIT,
          "w10", new BoxCoder(10, 10, 5, 5),
          "w20", new BoxCoder(20, 20, 10, 10),
          "w30", new BoxCoder(30, 30, 15, 15));

  private final Npz golden = Npz.resource("/reference/detectron2/ops.golden.npz");

  @Test
  void decodesLikeTheReference() {
    CODERS.forEach(
        (name, coder) ->
            assertClose(
                coder.decode(golden.floats("coder.boxes"), golden.floats("coder.deltas")),
                golden.floats("coder.decoded." + name)));
  }

  @Test
  void encodesLikeTheReference() {
    CODERS.forEach(
        (name, coder) ->
            assertClose(
                coder.encode(golden.floats("coder.boxes"), golden.floats("coder.targets")),
                golden.floats("coder.encoded." + name)));
  }

  @Test
  void cutsLargeSizesButNotSmallOnes() {
    float[] box = {0, 0, 16, 16};
    float[] huge = BoxCoder.UNIT.decode(box, new float[] {0, 0, 100, Float.POSITIVE_INFINITY});
    assertThat(huge[2] - huge[0]).isCloseTo(1000f, within(1e-2f));
    assertThat(huge[3] - huge[1]).isCloseTo(1000f, within(1e-2f));
    float[] tiny = BoxCoder.UNIT.decode(box, new float[] {0, 0, -100, Float.NEGATIVE_INFINITY});
    assertThat(tiny).containsExactly(8, 8, 8, 8);
  }

  @Test
  void nanStaysNan() {
    float nan = Float.NaN;
    assertThat(BoxCoder.UNIT.decode(new float[] {0, 0, 16, 16}, new float[] {nan, nan, nan, nan}))
        .containsOnly(nan);
  }

  @Test
  void refusesBadArguments() {
    assertThatThrownBy(() -> new BoxCoder(1, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> BoxCoder.UNIT.decode(new float[4], new float[8]))
        .hasMessageContaining("expected 4 values of deltas, found 8");
    assertThatThrownBy(() -> BoxCoder.UNIT.encode(new float[4], new float[4]))
        .hasMessageContaining("reference box 0 is empty");
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      float tolerance = 1e-6f + 2e-6f * Math.abs(expected[i]);
      assertThat(actual[i]).as("value %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }
}
