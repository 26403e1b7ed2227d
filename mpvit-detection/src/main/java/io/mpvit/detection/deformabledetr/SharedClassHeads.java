/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.weights.KeyLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of a Deformable DETR in files that may lack the class heads of all decoder layers but
 * the first. transformers leaves them out when it takes them for the same tensors, and reads the
 * first one's in their place; so does this.
 *
 * @param name the layout's name
 * @param layers the number of the decoder's layers
 */
record SharedClassHeads(String name, int layers) implements KeyLayout {

  private static final String HEAD = "class_embed.";

  /** Where the heads of a network of two stages stand. */
  private static final String BELOW_DECODER = "transformer.decoder." + HEAD;

  private static final List<String> VECTORS = List.of(".weight", ".bias");

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    Map<String, CheckpointTensor> network = new LinkedHashMap<>(file);
    for (String vector : VECTORS) {
      CheckpointTensor first =
          file.getOrDefault(HEAD + 0 + vector, file.get(BELOW_DECODER + 0 + vector));
      for (int layer = 1; layer < layers; layer++) {
        String key = HEAD + layer + vector;
        if (first != null && !file.containsKey(BELOW_DECODER + layer + vector)) {
          network.putIfAbsent(key, first);
        }
      }
    }
    return network;
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
