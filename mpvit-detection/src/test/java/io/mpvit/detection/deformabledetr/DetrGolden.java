/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.reference.WeightTweak;
import io.mpvit.testing.Npz;
import io.mpvit.testing.Tolerances;
import java.util.Arrays;
import java.util.List;

/**
 * Golden arrays, stored whole under their name or as {@code name.sample}, {@code name.meta} (stride
 * and shape) and {@code name.stats} (mean, standard deviation, largest absolute value).
 */
record DetrGolden(Npz npz) {

  static DetrGolden of(String name) {
    return new DetrGolden(Npz.resource("/reference/deformable_detr/" + name + ".golden.npz"));
  }

  static String manifest(String name) {
    return "/reference/deformable_detr/" + name + ".manifest.tsv";
  }

  /** The two embeddings are as large as in a fresh network. */
  static List<WeightTweak> tweaks(TransformerConfig config) {
    return List.of(
        WeightTweak.multiply("query_embed.weight", Math.sqrt(2 * config.width())),
        WeightTweak.multiply("transformer.level_embed", Math.sqrt(config.width())));
  }

  /** A whole array. */
  NDArray array(NDManager manager, String name) {
    return manager.create(npz.floats(name), new Shape(npz.shape(name))).duplicate();
  }

  /** Compares by absolute difference. */
  void assertClose(String name, NDArray actual, double tolerance) {
    if (npz.has(name)) {
      assertThat(actual.getShape()).as(name).isEqualTo(new Shape(npz.shape(name)));
      Tolerances.assertClose(name, actual.toFloatArray(), npz.floats(name), tolerance);
      return;
    }
    long[] meta = npz.longs(name + ".meta");
    assertThat(actual.getShape())
        .as(name)
        .isEqualTo(new Shape(Arrays.copyOfRange(meta, 1, meta.length)));
    float[] values = actual.toFloatArray();
    float[] expected = npz.floats(name + ".sample");
    float[] sample = new float[expected.length];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = values[Math.toIntExact(i * meta[0])];
    }
    Tolerances.assertClose(name, sample, expected, tolerance);
    assertStats(name, values, tolerance);
  }

  /** Compares by difference relative to the largest value. */
  void assertRelative(String name, NDArray actual, double tolerance) {
    double max;
    if (npz.has(name)) {
      max = 0;
      for (float value : npz.floats(name)) {
        max = Math.max(max, Math.abs(value));
      }
    } else {
      max = npz.doubles(name + ".stats")[2];
    }
    assertClose(name, actual, tolerance * max);
  }

  private void assertStats(String name, float[] values, double tolerance) {
    double sum = 0;
    double squares = 0;
    double max = 0;
    for (float v : values) {
      sum += v;
      squares += (double) v * v;
      max = Math.max(max, Math.abs(v));
    }
    double mean = sum / values.length;
    double std = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    double[] stats = npz.doubles(name + ".stats");
    Tolerances.assertClose("mean of " + name, mean, stats[0], tolerance);
    Tolerances.assertClose("standard deviation of " + name, std, stats[1], tolerance);
    Tolerances.assertClose("largest value of " + name, max, stats[2], tolerance);
  }
}
