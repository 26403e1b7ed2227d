/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import ai.djl.ndarray.NDArray;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.Map;

/**
 * What SGD remembers of one parameter.
 *
 * @param buffer the fading sum of its gradients
 */
record SgdMomentum(NDArray buffer) implements ParameterState {

  static String key(String parameter) {
    return "momentum_buffer." + parameter;
  }

  @Override
  public void save(String key, Map<String, CheckpointTensor> tensors) {
    tensors.put(key(key), CheckpointTensor.of(buffer));
  }

  @Override
  public void close() {
    buffer.close();
  }
}
