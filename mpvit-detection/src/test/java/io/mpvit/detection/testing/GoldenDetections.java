/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;

/** Compares detections with golden ones, and with each other, at the reference's tolerances. */
public final class GoldenDetections {

  private static final double BOX_TOLERANCE = 1e-2;

  /** The largest allowed difference of a score. */
  public static final float SCORE_TOLERANCE = 4e-5f;

  private GoldenDetections() {}

  /**
   * Compares detections with the arrays {@code key.boxes}, {@code .scores} and {@code .classes}.
   */
  public static void assertDetections(Npz golden, String key, Detections actual) {
    assertDetections(golden, key, actual, 1);
  }

  /** The same at the usual tolerance of scores. */
  public static void assertDetections(Npz golden, String key, Detections actual, double scale) {
    assertDetections(golden, key, actual, scale, SCORE_TOLERANCE);
  }

  /**
   * Compares detections in a picture of another size than the network's.
   *
   * @param scale how many of its pixels a pixel of the network became, by which differences of
   *     boxes grow
   * @param scoreTolerance the largest allowed difference of a score
   */
  public static void assertDetections(
      Npz golden, String key, Detections actual, double scale, double scoreTolerance) {
    float[] boxes = golden.floats(key + ".boxes");
    float[] scores = golden.floats(key + ".scores");
    int[] classes = golden.ints(key + ".classes");
    assertThat(actual.items().stream().mapToInt(Detection::classIndex).toArray())
        .as(key)
        .isEqualTo(classes);
    for (int i = 0; i < scores.length; i++) {
      Detection item = actual.items().get(i);
      Tolerances.assertClose(key + " scores", item.score(), scores[i], scoreTolerance);
      assertClose(key + " boxes", item.box(), Box.at(boxes, i), BOX_TOLERANCE * scale);
    }
  }

  /** Compares classes, scores and boxes of two results, in order. */
  public static void assertSame(Detections actual, Detections expected) {
    assertThat(actual.items()).hasSameSizeAs(expected.items());
    for (int i = 0; i < expected.items().size(); i++) {
      Detection one = actual.items().get(i);
      Detection other = expected.items().get(i);
      assertThat(one.classIndex()).isEqualTo(other.classIndex());
      Tolerances.assertClose("scores", one.score(), other.score(), SCORE_TOLERANCE);
      assertClose("boxes", one.box(), other.box());
    }
  }

  /** Compares two boxes. */
  public static void assertClose(String what, Box actual, Box expected) {
    assertClose(what, actual, expected, BOX_TOLERANCE);
  }

  private static void assertClose(String what, Box actual, Box expected, double allowed) {
    Tolerances.assertClose(what, actual.x1(), expected.x1(), allowed);
    Tolerances.assertClose(what, actual.y1(), expected.y1(), allowed);
    Tolerances.assertClose(what, actual.x2(), expected.x2(), allowed);
    Tolerances.assertClose(what, actual.y2(), expected.y2(), allowed);
  }
}
