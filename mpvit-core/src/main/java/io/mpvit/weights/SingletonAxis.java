/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A layout whose file may give tensors one axis more than the network has, of length 1, such as the
 * time axis of networks that were written for films. Files are written without it.
 *
 * @param names the layout of the names
 * @param rank the number of axes of a tensor that has one too many
 * @param axis the axis to leave out, from 0
 */
public record SingletonAxis(KeyLayout names, int rank, int axis) implements KeyLayout {

  @Override
  public String name() {
    return names.name();
  }

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    Map<String, CheckpointTensor> result = new LinkedHashMap<>();
    names.toNetwork(file).forEach((key, tensor) -> result.put(key, without(tensor)));
    return result;
  }

  private CheckpointTensor without(CheckpointTensor tensor) {
    long[] shape = tensor.shape();
    if (shape.length != rank || shape[axis] != 1) {
      return tensor;
    }
    return tensor.reshaped(
        IntStream.range(0, rank).filter(i -> i != axis).mapToLong(i -> shape[i]).toArray());
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    return names.toFile(network);
  }

  @Override
  public String fileKey(String key) {
    return names.fileKey(key);
  }
}
