/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.detection.Detection;
import io.mpvit.detection.Detections;
import io.mpvit.detection.box.Box;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.ops.HostArrays;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.testing.Golden;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import io.mpvit.weights.KeyLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** Inputs and comparisons of the goldens of mmdetection's post-processing. */
public final class MmdetGolden {

  private static final int ROW = 5;

  /**
   * How near two detections are that are the same.
   *
   * @param box of coordinates, in pixels
   * @param score of scores
   */
  public record Tolerance(float box, float score) {

    /** The same numbers went in. */
    public static final Tolerance EXACT_INPUT = new Tolerance(2e-3f, 1e-5f);

    /** A network made the numbers, whose maps agree to 1e-3. */
    public static final Tolerance NETWORK = new Tolerance(1e-2f, 1e-4f);

    /**
     * A network with regions made the numbers. Objects of random weights are a pixel wide, and what
     * is pooled from them changes with every rounding: between two instruction sets boxes move by
     * up to 6.5e-3 and scores by 6.7e-5, medians 4e-4 and 6e-6, and the golden is no farther from
     * any of them (8.8e-3, 6.9e-5, medians 4e-4 and 5e-6).
     */
    public static final Tolerance REGIONS = new Tolerance(2.5e-2f, 2e-4f);

    /** Whether a box is the first four numbers of a row, and a score the fifth. */
    public boolean same(Box one, float itsScore, float... row) {
      return Math.abs(one.x1() - row[0]) <= box
          && Math.abs(one.y1() - row[1]) <= box
          && Math.abs(one.x2() - row[2]) <= box
          && Math.abs(one.y2() - row[3]) <= box
          && Math.abs(itsScore - row[4]) <= score;
    }

    private void note(String name, Detection partner, float... row) {
      Box own = partner.box();
      float[] corners = {own.x1(), own.y1(), own.x2(), own.y2()};
      Tolerances.assertClose(name + " boxes", corners, Arrays.copyOf(row, 4), box);
      Tolerances.assertClose(name + " scores", partner.score(), row[4], score);
    }
  }

  private MmdetGolden() {}

  /** Compares a tensor that is stored whole or sampled. */
  public static void assertSame(Npz npz, Golden golden, String name, NDArray actual) {
    if (npz.has(name)) {
      golden.assertWhole(name, actual);
    } else {
      golden.assertTap(name, actual);
    }
  }

  /** The sequence u in [0, 1) of a name, changed in double and rounded to float32. */
  public static float[] values(String name, int count, DoubleUnaryOperator change) {
    float[] values = ReferenceInputs.values(name, new Shape(count));
    for (int i = 0; i < count; i++) {
      // 4u - 2 is exact in float32, so u comes back exactly.
      values[i] = (float) change.applyAsDouble(((double) values[i] + 2) / 4);
    }
    return values;
  }

  /** The same as an array. */
  public static NDArray array(
      NDManager manager, String name, DoubleUnaryOperator change, long... shape) {
    int count = Math.toIntExact(new Shape(shape).size());
    return HostArrays.of(manager, values(name, count, change), shape);
  }

  /** A power of two by repeated squaring. */
  public static double power(double u, int exponent) {
    double result = u;
    for (int e = 1; e < exponent; e *= 2) {
      result *= result;
    }
    return result;
  }

  /** Detections of {@code name.dets} and {@code name.labels} have a partner each, all but a few. */
  public static void assertDetections(
      Npz npz, String dets, String labels, Detections actual, Tolerance tolerance, int mayMiss) {
    float[] rows = npz.floats(dets);
    int[] classes = npz.ints(labels);
    assertThat(actual.items()).as(dets).hasSize(classes.length);
    List<Detection> left = new ArrayList<>(actual.items());
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < classes.length; i++) {
      float[] row = Arrays.copyOfRange(rows, ROW * i, ROW * (i + 1));
      int wanted = classes[i];
      left.stream()
          .filter(item -> item.classIndex() == wanted)
          .filter(item -> tolerance.same(item.box(), item.score(), row))
          .findFirst()
          .ifPresentOrElse(
              item -> {
                left.remove(item);
                tolerance.note(dets, item, row);
              },
              () -> missing.add(wanted + " " + Arrays.toString(row)));
    }
    assertThat(missing).as("of " + dets + " without a partner").hasSizeLessThanOrEqualTo(mayMiss);
  }

  /** A network's keys, in a file's names, with types and shapes, in no order. */
  public static List<String> keys(TorchBlock network, KeyLayout layout) {
    return network.stateEntries().stream().map(entry -> line(entry, layout)).sorted().toList();
  }

  private static String line(StateEntry entry, KeyLayout layout) {
    String shape =
        Arrays.stream(entry.shape()).mapToObj(Long::toString).collect(Collectors.joining(","));
    String type = entry.dataType().name().toLowerCase(Locale.ROOT);
    return String.join("\t", layout.fileKey(entry.key()), type, shape);
  }
}
