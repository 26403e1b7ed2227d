/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.dpt;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.RenamedKeys;
import java.util.List;

/**
 * The architecture of a DPT backbone (paper, table 1).
 *
 * @param widths the channels of each stage, multiples of the head width
 * @param blocks the number of transformer blocks of each stage, at least 1
 * @param mlpRatios hidden width of each stage's MLPs over the stage's width
 * @param reductions how many times lower and narrower the map is that keys and values of a stage
 *     are made of; 1 in the last stage
 * @param headWidth channels of an attention head
 * @param positions height and width of the first stage's table of positions, a multiple of 8; each
 *     later stage's is half as large
 * @param dropPathRate the drop-path rate of the last block at training, in [0, 1); blocks before it
 *     take equal steps from 0
 */
public record DptConfig(
    List<Integer> widths,
    List<Integer> blocks,
    List<Integer> mlpRatios,
    List<Integer> reductions,
    int headWidth,
    int positions,
    float dropPathRate)
    implements BackboneConfig {

  /** The number of stages; the features {@code stage2} to {@code stage5} are theirs. */
  public static final int STAGES = 4;

  private static final List<Integer> WIDTHS = List.of(64, 128, 320, 512);
  private static final List<Integer> MLP_RATIOS = List.of(8, 8, 4, 4);
  private static final List<Integer> REDUCTIONS = List.of(8, 4, 2, 1);
  private static final int HEAD_WIDTH = 64;

  /** The grid of a 224x224 picture. */
  private static final int POSITIONS = 56;

  /** The rate of the published trainings, of classifiers and detectors. */
  private static final float DROP_PATH = 0.1f;

  /** The authors' ImageNet files hold constants besides the weights. */
  private static final KeyLayout IMAGENET =
      RenamedKeys.builder("dpt-imagenet")
          .ignore("patch_embed{i}.value_spatial_shapes")
          .ignore("patch_embed{i}.box_coder.anchor")
          .build();

  /**
   * Checks the architecture.
   *
   * @throws IllegalArgumentException if the lists have other lengths than four or hold impossible
   *     values
   */
  public DptConfig {
    widths = perStage("widths", widths);
    blocks = perStage("blocks", blocks);
    mlpRatios = perStage("mlpRatios", mlpRatios);
    reductions = perStage("reductions", reductions);
    for (int width : widths) {
      if (headWidth < 1 || width % headWidth != 0) {
        throw new IllegalArgumentException(
            "widths are multiples of the head width " + headWidth + ", found " + width);
      }
    }
    if (reductions.get(STAGES - 1) != 1) {
      throw new IllegalArgumentException(
          "the last stage's reduction is 1, found " + reductions.get(STAGES - 1));
    }
    int coarsest = 1 << STAGES - 1;
    if (positions < coarsest || positions % coarsest != 0) {
      throw new IllegalArgumentException(
          "positions is a positive multiple of " + coarsest + ", found " + positions);
    }
    if (!(dropPathRate >= 0 && dropPathRate < 1)) {
      throw new IllegalArgumentException("dropPathRate lies in [0, 1), found " + dropPathRate);
    }
  }

  private static List<Integer> perStage(String name, List<Integer> values) {
    if (values.size() != STAGES || values.stream().anyMatch(v -> v < 1)) {
      throw new IllegalArgumentException(
          name + " is one positive number for each of the 4 stages, found " + values);
    }
    return List.copyOf(values);
  }

  /** DPT-Tiny: 15.2M parameters with classifier. */
  public static DptConfig tiny() {
    return published(List.of(2, 2, 2, 2));
  }

  /** DPT-Small: 26.4M parameters with classifier. */
  public static DptConfig small() {
    return published(List.of(3, 4, 6, 3));
  }

  /** DPT-Medium: 46.1M parameters with classifier. */
  public static DptConfig medium() {
    return published(List.of(3, 4, 18, 3));
  }

  private static DptConfig published(List<Integer> blocks) {
    return new DptConfig(WIDTHS, blocks, MLP_RATIOS, REDUCTIONS, HEAD_WIDTH, POSITIONS, DROP_PATH);
  }

  @Override
  public Dpt build() {
    return new Dpt(this);
  }

  @Override
  public DptClassifier classifier(int classes) {
    return new DptClassifier(this, classes);
  }

  @Override
  public DptConfig withDropPathRate(float rate) {
    return new DptConfig(widths, blocks, mlpRatios, reductions, headWidth, positions, rate);
  }

  @Override
  public List<KeyLayout> layouts() {
    return List.of(KeyLayout.OWN, IMAGENET);
  }

  /**
   * The drop-path rate of a block.
   *
   * @param stage 0 to 3
   * @param block the block's number within its stage
   * @return the rate
   */
  float dropPathRate(int stage, int block) {
    int total = blocks.stream().mapToInt(Integer::intValue).sum();
    int depth = blocks.subList(0, stage).stream().mapToInt(Integer::intValue).sum() + block;
    return total == 1 ? 0 : dropPathRate * depth / (total - 1);
  }
}
