/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.weights.KeyLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layout of files, very old ones of which have only a factor and a term of each norm. The
 * statistics are part of these then: the mean counts as 0 and the variance as 1, and the 1e-5 is
 * still added to it, as in training.
 */
final class CompletedNorms implements KeyLayout {

  private static final Pattern DETECTRON2 = Pattern.compile("(.+\\.norm\\.)weight");
  private static final Pattern TORCHVISION =
      Pattern.compile("((?:.+\\.)?bn\\d\\.|.+\\.downsample\\.1\\.)weight");

  private static final String MEAN = "running_mean";
  private static final String VARIANCE = "running_var";

  private final KeyLayout layout;
  private final Pattern factor;

  /**
   * @param layout how names are translated
   * @param own the names of the network
   */
  CompletedNorms(KeyLayout layout, ResNetNames own) {
    this.layout = layout;
    factor = own == ResNetNames.DETECTRON2 ? DETECTRON2 : TORCHVISION;
  }

  @Override
  public String name() {
    return layout.name();
  }

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    Map<String, CheckpointTensor> named = layout.toNetwork(file);
    if (named.keySet().stream().anyMatch(key -> key.endsWith(MEAN) || key.endsWith(VARIANCE))) {
      return named;
    }
    Map<String, CheckpointTensor> network = new LinkedHashMap<>();
    named.forEach(
        (key, tensor) -> {
          network.put(key, tensor);
          Matcher norm = factor.matcher(key);
          if (norm.matches() && tensor.shape().length == 1) {
            network.put(norm.group(1) + MEAN, constant(tensor, 0));
            network.put(norm.group(1) + VARIANCE, constant(tensor, 1));
          }
        });
    return network;
  }

  private static CheckpointTensor constant(CheckpointTensor like, float value) {
    float[] values = new float[Math.toIntExact(like.numel())];
    Arrays.fill(values, value);
    return CheckpointTensor.of(values, values.length);
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    return layout.toFile(network);
  }

  @Override
  public String fileKey(String key) {
    return layout.fileKey(key);
  }
}
