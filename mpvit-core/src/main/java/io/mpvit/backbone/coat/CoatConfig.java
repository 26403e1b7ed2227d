/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.nn.attention.RelativePositionEncoding;
import java.util.List;

/**
 * The architecture of a CoaT backbone (paper, tables 1 and 2; the later sizes as published with the
 * authors' code).
 *
 * @param widths the channels of each stage, multiples of the heads; the last three are equal where
 *     there are parallel blocks
 * @param serialBlocks the number of blocks of each serial stage, at least 1
 * @param parallelBlocks the number of parallel blocks after them; 0 in CoaT-Lite
 * @param mlpRatios hidden width of each stage's MLPs over the stage's width; the last three are
 *     equal where there are parallel blocks
 * @param heads attention heads, at least 3 so that each window of the relative position encoding
 *     has one
 * @param dropPathRate the drop-path rate at training, in [0, 1), the same for all blocks
 */
public record CoatConfig(
    List<Integer> widths,
    List<Integer> serialBlocks,
    int parallelBlocks,
    List<Integer> mlpRatios,
    int heads,
    float dropPathRate)
    implements BackboneConfig {

  /** The number of serial stages; the features {@code stage2} to {@code stage5} are theirs. */
  public static final int STAGES = 4;

  private static final int HEADS = 8;
  private static final int PARALLEL = 6;
  private static final List<Integer> WIDE_FIRST = List.of(8, 8, 4, 4);
  private static final List<Integer> EVEN = List.of(4, 4, 4, 4);
  private static final List<Integer> TWO_EACH = List.of(2, 2, 2, 2);

  /**
   * Checks the architecture.
   *
   * @throws IllegalArgumentException if the lists have other lengths than four or hold impossible
   *     values
   */
  public CoatConfig {
    widths = perStage("widths", widths);
    serialBlocks = perStage("serialBlocks", serialBlocks);
    mlpRatios = perStage("mlpRatios", mlpRatios);
    if (heads < RelativePositionEncoding.WINDOWS) {
      throw new IllegalArgumentException(
          "heads is at least " + RelativePositionEncoding.WINDOWS + ", found " + heads);
    }
    for (int width : widths) {
      if (width % heads != 0) {
        throw new IllegalArgumentException(
            "widths are multiples of the " + heads + " heads, found " + width);
      }
    }
    if (parallelBlocks < 0) {
      throw new IllegalArgumentException("parallelBlocks is at least 0, found " + parallelBlocks);
    }
    if (parallelBlocks > 0 && !(equalAfterFirst(widths) && equalAfterFirst(mlpRatios))) {
      throw new IllegalArgumentException(
          "parallel blocks need equal widths and mlpRatios in stages 2 to 4, found "
              + widths
              + " and "
              + mlpRatios);
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

  private static boolean equalAfterFirst(List<Integer> values) {
    return values.subList(1, STAGES).stream().distinct().count() == 1;
  }

  /** CoaT-Lite Tiny: 5.7M parameters with classifier. */
  public static CoatConfig liteTiny() {
    return lite(List.of(64, 128, 256, 320), TWO_EACH, WIDE_FIRST);
  }

  /** CoaT-Lite Mini: 11.0M parameters with classifier. */
  public static CoatConfig liteMini() {
    return lite(List.of(64, 128, 320, 512), TWO_EACH, WIDE_FIRST);
  }

  /** CoaT-Lite Small: 19.8M parameters with classifier. */
  public static CoatConfig liteSmall() {
    return lite(List.of(64, 128, 320, 512), List.of(3, 4, 6, 3), WIDE_FIRST);
  }

  /** CoaT-Lite Medium: 44.6M parameters with classifier. */
  public static CoatConfig liteMedium() {
    return lite(List.of(128, 256, 320, 512), List.of(3, 6, 10, 8), EVEN);
  }

  /** CoaT Tiny: 5.5M parameters with classifier. */
  public static CoatConfig tiny() {
    return coScale(152);
  }

  /** CoaT Mini: 10.3M parameters with classifier. */
  public static CoatConfig mini() {
    return coScale(216);
  }

  /** CoaT Small: 21.7M parameters with classifier. */
  public static CoatConfig small() {
    return coScale(320);
  }

  private static CoatConfig lite(
      List<Integer> widths, List<Integer> serialBlocks, List<Integer> mlpRatios) {
    return new CoatConfig(widths, serialBlocks, 0, mlpRatios, HEADS, 0);
  }

  private static CoatConfig coScale(int width) {
    return new CoatConfig(List.of(152, width, width, width), TWO_EACH, PARALLEL, EVEN, HEADS, 0);
  }

  @Override
  public Coat build() {
    return new Coat(this);
  }

  @Override
  public CoatClassifier classifier(int classes) {
    return new CoatClassifier(this, classes);
  }

  /** {@inheritDoc} CoaT's rate is the same for all blocks. */
  @Override
  public CoatConfig withDropPathRate(float rate) {
    return new CoatConfig(widths, serialBlocks, parallelBlocks, mlpRatios, heads, rate);
  }

  /**
   * Whether the coarser scales exchange what they attend to, as CoaT's do and CoaT-Lite's do not.
   */
  public boolean coScale() {
    return parallelBlocks > 0;
  }
}
