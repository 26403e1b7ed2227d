/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.attention.RelativePositionEncoding;
import java.util.List;
import java.util.Map;

/**
 * The architecture of an MPViT backbone (paper, table 1). All paths of a stage have the same width
 * and the same number of layers.
 *
 * @param embedDims the width of each stage, each a multiple of the heads; stage s emits the width
 *     of stage s + 1, the last one its own
 * @param paths the number of transformer paths of each stage, at least 1
 * @param layers the number of transformer blocks in each path of each stage, at least 1
 * @param mlpRatio hidden width of the MLPs over the stage's width
 * @param heads attention heads, at least 3 so that each window of the relative position encoding
 *     has one
 * @param dropPathRate the drop-path rate of the last block at training, in [0, 1); blocks before it
 *     take equal steps from 0
 */
public record MPViTConfig(
    List<Integer> embedDims,
    List<Integer> paths,
    List<Integer> layers,
    int mlpRatio,
    int heads,
    float dropPathRate)
    implements BackboneConfig {

  /** The number of stages; the features {@code stage2} to {@code stage5} are named after it. */
  public static final int STAGES = 4;

  private static final int HEADS = 8;
  private static final List<Integer> PATHS = List.of(2, 3, 3, 3);

  /**
   * Checks the architecture.
   *
   * @throws IllegalArgumentException if the lists have other lengths than four or hold impossible
   *     values
   */
  public MPViTConfig {
    embedDims = List.copyOf(embedDims);
    paths = List.copyOf(paths);
    layers = List.copyOf(layers);
    requirePerStage("embedDims", embedDims);
    requirePerStage("paths", paths);
    requirePerStage("layers", layers);
    if (mlpRatio < 1) {
      throw new IllegalArgumentException("mlpRatio is at least 1, found " + mlpRatio);
    }
    if (heads < RelativePositionEncoding.WINDOWS) {
      throw new IllegalArgumentException(
          "heads is at least " + RelativePositionEncoding.WINDOWS + ", found " + heads);
    }
    for (int dim : embedDims) {
      if (dim % heads != 0 || dim % 2 != 0) {
        throw new IllegalArgumentException(
            "embedDims are even multiples of the " + heads + " heads, found " + dim);
      }
    }
    if (!(dropPathRate >= 0 && dropPathRate < 1)) {
      throw new IllegalArgumentException("dropPathRate lies in [0, 1), found " + dropPathRate);
    }
  }

  private static void requirePerStage(String name, List<Integer> values) {
    if (values.size() != STAGES || values.stream().anyMatch(v -> v < 1)) {
      throw new IllegalArgumentException(
          name + " is one positive number for each of the 4 stages, found " + values);
    }
  }

  /** MPViT-T: 5.8M parameters with classifier; ImageNet training without drop path. */
  public static MPViTConfig tiny() {
    return new MPViTConfig(List.of(64, 96, 176, 216), PATHS, List.of(1, 2, 4, 1), 2, HEADS, 0);
  }

  /** Not a published size: ours for trying out training on one core; no drop path. */
  public static MPViTConfig pico() {
    return new MPViTConfig(
        List.of(32, 48, 64, 96), List.of(2, 2, 2, 2), List.of(1, 1, 2, 1), 2, HEADS, 0);
  }

  /** MPViT-XS: 10.5M parameters with classifier; ImageNet training without drop path. */
  public static MPViTConfig xsmall() {
    return new MPViTConfig(List.of(64, 128, 192, 256), PATHS, List.of(1, 2, 4, 1), 4, HEADS, 0);
  }

  /** MPViT-S: 22.8M parameters with classifier; ImageNet drop-path rate 0.05. */
  public static MPViTConfig small() {
    return new MPViTConfig(List.of(64, 128, 216, 288), PATHS, List.of(1, 3, 6, 3), 4, HEADS, 0.05f);
  }

  /** MPViT-B: 74.8M parameters with classifier; ImageNet drop-path rate 0.3. */
  public static MPViTConfig base() {
    return new MPViTConfig(List.of(128, 224, 368, 480), PATHS, List.of(1, 3, 8, 3), 4, HEADS, 0.3f);
  }

  @Override
  public MPViT build() {
    return new MPViT(this);
  }

  @Override
  public MPViTClassifier classifier(int classes) {
    return new MPViTClassifier(this, classes);
  }

  @Override
  public MPViTConfig adapt(StateDict weights, String prefix) {
    return MPViTWeights.adapt(this, weights, prefix);
  }

  @Override
  public Map<String, Number> facts() {
    return Map.of("mlp_ratio", mlpRatio);
  }

  @Override
  public MPViTConfig withDropPathRate(float rate) {
    return new MPViTConfig(embedDims, paths, layers, mlpRatio, heads, rate);
  }

  /**
   * The same architecture with another MLP width, as read off a checkpoint.
   *
   * @param ratio hidden width over the stage's width, at least 1
   * @return a new configuration
   */
  public MPViTConfig withMlpRatio(int ratio) {
    return new MPViTConfig(embedDims, paths, layers, ratio, heads, dropPathRate);
  }

  /**
   * The width that a stage emits.
   *
   * @param stage 0 to 3
   * @return channels
   */
  public int outputDim(int stage) {
    return embedDims.get(Math.min(stage + 1, STAGES - 1));
  }

  /**
   * The drop-path rate of a block. Equal steps from 0 to {@link #dropPathRate()} over the depth;
   * the same for all paths.
   *
   * @param stage 0 to 3
   * @param layer the block's number within its path
   * @return the rate
   */
  float dropPathRate(int stage, int layer) {
    int total = layers.stream().mapToInt(Integer::intValue).sum();
    int depth = layers.subList(0, stage).stream().mapToInt(Integer::intValue).sum() + layer;
    return total == 1 ? 0 : dropPathRate * depth / (total - 1);
  }
}
