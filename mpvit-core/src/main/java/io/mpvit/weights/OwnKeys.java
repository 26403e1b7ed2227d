/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.Map;

/** The layout of a file that has the network's own names. */
final class OwnKeys implements KeyLayout {

  @Override
  public String name() {
    return "own";
  }

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    return file;
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    return network;
  }

  @Override
  public String fileKey(String key) {
    return key;
  }
}
