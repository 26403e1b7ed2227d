/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A layout of a part of a network, in files and networks that hold more.
 *
 * @param part the part's layout
 * @param filePrefix what stands before its keys in the file
 * @param networkPrefix what stands before its keys in the network
 */
record PrefixedKeys(KeyLayout part, String filePrefix, String networkPrefix) implements KeyLayout {

  /** One direction of the part's layout. */
  @FunctionalInterface
  private interface Direction {
    Map<String, CheckpointTensor> of(Map<String, CheckpointTensor> tensors);
  }

  @Override
  public String name() {
    return part.name();
  }

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    return mapped(file, filePrefix, networkPrefix, part::toNetwork);
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    return mapped(network, networkPrefix, filePrefix, part::toFile);
  }

  private static Map<String, CheckpointTensor> mapped(
      Map<String, CheckpointTensor> tensors, String from, String to, Direction direction) {
    Map<String, CheckpointTensor> inside = new LinkedHashMap<>();
    Map<String, CheckpointTensor> result = new LinkedHashMap<>();
    tensors.forEach(
        (key, tensor) -> {
          if (key.startsWith(from)) {
            inside.put(key.substring(from.length()), tensor);
          } else {
            result.put(key, tensor);
          }
        });
    direction.of(inside).forEach((key, tensor) -> result.put(to + key, tensor));
    return result;
  }

  @Override
  public String fileKey(String key) {
    return key.startsWith(networkPrefix)
        ? filePrefix + part.fileKey(key.substring(networkPrefix.length()))
        : key;
  }
}
