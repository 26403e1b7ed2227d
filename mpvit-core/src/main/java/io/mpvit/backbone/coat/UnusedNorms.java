/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.weights.KeyLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a CoaT classifier without the normalisations of the first scales, which nothing
 * reads. In their place the network gets some that change nothing, as fresh ones do.
 *
 * @param name the layout's name
 * @param unused how many scales, from the first on, have no normalisation in the file
 */
record UnusedNorms(String name, int unused) implements KeyLayout {

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    Map<String, CheckpointTensor> network = new LinkedHashMap<>(file);
    for (int scale = 1; scale <= unused; scale++) {
      Optional<Integer> width = width(file, scale);
      if (width.isPresent()) {
        network.putIfAbsent(weight(scale), constant(1, width.get()));
        network.putIfAbsent(bias(scale), constant(0, width.get()));
      }
    }
    return network;
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    Map<String, CheckpointTensor> file = new LinkedHashMap<>(network);
    for (int scale = 1; scale <= unused; scale++) {
      file.remove(weight(scale));
      file.remove(bias(scale));
    }
    return file;
  }

  @Override
  public String fileKey(String key) {
    return key;
  }

  /** The class token of a scale shows its width. */
  private static Optional<Integer> width(Map<String, CheckpointTensor> file, int scale) {
    return Optional.ofNullable(file.get("cls_token" + scale))
        .map(CheckpointTensor::shape)
        .filter(shape -> shape.length > 0 && shape[shape.length - 1] <= Short.MAX_VALUE)
        .map(shape -> (int) shape[shape.length - 1]);
  }

  private static CheckpointTensor constant(float value, int width) {
    float[] values = new float[width];
    Arrays.fill(values, value);
    return CheckpointTensor.of(values, width);
  }

  private static String weight(int scale) {
    return "norm" + scale + ".weight";
  }

  private static String bias(int scale) {
    return "norm" + scale + ".bias";
  }
}
