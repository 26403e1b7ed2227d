/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.mpvit.backbone.Backbone;
import io.mpvit.ops.PatchSampling;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The share of reading deformable patches (boxes, points, values of stages 2 to 4) in a forward of
 * a DPT backbone at 1x3x800x1216, one thread. Both are timed in turn, so that a busy machine slows
 * both.
 */
public final class PatchSamplingTimes {

  private static final double MILLION = 1e6;
  private static final Shape INPUT = new Shape(1, 3, 800, 1216);

  private PatchSamplingTimes() {}

  /**
   * Measures and prints.
   *
   * @param args a model's name and the number of runs
   */
  public static void main(String[] args) {
    int runs = Integer.parseInt(args[1]);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      JniUtils.setNumThreads(1);
      JniUtils.setGradMode(false);
      Backbone backbone = Presets.of(ModelCards.published().get(args[0])).backbone().build();
      backbone.freeze();
      backbone.initialize(manager, DataType.FLOAT32);
      NDArray images = ReferenceInputs.array(manager, "input", INPUT);
      NDList maps = forward(backbone, images);
      double[] whole = new double[runs];
      double[] sampling = new double[runs];
      for (int i = 0; i < runs; i++) {
        long start = System.nanoTime();
        forward(backbone, images).close();
        long middle = System.nanoTime();
        whole[i] = (middle - start) / MILLION;
        for (int s = 0; s + 1 < maps.size(); s++) {
          sampling[i] += sample(maps.get(s), maps.get(s + 1).getShape()) / MILLION;
        }
      }
      Arrays.sort(whole);
      Arrays.sort(sampling);
      System.out.printf(
          Locale.ROOT,
          "backbone %.0f ms, its sampling %.0f ms: %.1f %% (medians of %d)%n",
          whole[runs / 2],
          sampling[runs / 2],
          100 * sampling[runs / 2] / whole[runs / 2],
          runs);
    }
  }

  private static NDList forward(Backbone backbone, NDArray images) {
    ParameterStore store = new ParameterStore(images.getManager(), false);
    NDList maps = backbone.forward(store, new NDList(images), false);
    maps.get(maps.size() - 1).sum().getFloat();
    return maps;
  }

  /** Nanoseconds for patches that lie anywhere near their cells. */
  private static long sample(NDArray map, Shape cells) {
    try (NDManager scope = map.getManager().newSubManager()) {
      Shape shape = new Shape(1, cells.get(2), cells.get(3), 4);
      NDArray predictions = ReferenceInputs.array(scope, "predictions", shape);
      NDArray own = map.duplicate();
      own.attach(scope);
      long start = System.nanoTime();
      NDArray boxes = PatchSampling.boxes(predictions, scope.zeros(new Shape(2)), false);
      NDArray values = PatchSampling.values(own, PatchSampling.points(boxes, false), false);
      values.get(0).get(0).getFloat(0);
      return System.nanoTime() - start;
    }
  }
}
