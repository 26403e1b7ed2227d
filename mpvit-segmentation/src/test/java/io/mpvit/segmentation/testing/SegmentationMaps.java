/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.testing.Npz;

/** Compares label maps with golden ones. */
public final class SegmentationMaps {

  private SegmentationMaps() {}

  /**
   * Asserts that labels are the golden ones wherever the best class is clearly better than the
   * second best.
   *
   * @param margin the name of the array of differences between the two
   * @param close up to which difference the winner may be another one
   */
  public static void assertSame(
      Npz golden, String name, String margin, double close, short[] labels) {
    int[] expected = golden.ints(name);
    double[] margins = golden.doubles(margin);
    assertThat(labels).hasSameSizeAs(expected);
    int clear = 0;
    for (int i = 0; i < labels.length; i++) {
      if (margins[i] > close) {
        assertThat(Short.toUnsignedInt(labels[i])).as(name + " " + i).isEqualTo(expected[i]);
        clear++;
      }
    }
    assertThat(clear).as("clear pixels of " + name).isGreaterThan(labels.length * 95 / 100);
  }
}
