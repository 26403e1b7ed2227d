/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.StateDictKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The architecture of an MViTv2 (paper, table 1 and section 4). From stage to stage the width and
 * the heads double and the map's sides halve.
 *
 * @param width the width of the first stage, a multiple of the heads
 * @param heads the attention heads of the first stage
 * @param stages four stages
 * @param widening where the width doubles
 * @param grid the side of the first stage's map at pre-training, from which the tables of relative
 *     positions have their lengths: a multiple of 8
 * @param mapNorms whether each stage's map is normalised, as detectors need it
 * @param dropPathRate the drop-path rate of the last block at training, in [0, 1); blocks before it
 *     take equal steps from 0
 */
public record MViTv2Config(
    int width,
    int heads,
    List<MViTv2Stage> stages,
    Widening widening,
    int grid,
    boolean mapNorms,
    float dropPathRate)
    implements BackboneConfig {

  /** The number of stages; the features {@code scale2} to {@code scale5} are named after it. */
  public static final int STAGES = 4;

  /** The map of 224 pixels at stride 4. */
  private static final int GRID = 56;

  private static final int[] KEY_STRIDES = {4, 2, 1, 1};

  /**
   * Checks the architecture.
   *
   * @throws IllegalArgumentException if there are other than four stages or a number is impossible
   */
  public MViTv2Config {
    stages = List.copyOf(stages);
    if (stages.size() != STAGES) {
      throw new IllegalArgumentException("stages are four, found " + stages.size());
    }
    if (heads < 1 || width < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "width is a multiple of the heads, found width " + width + " and heads " + heads);
    }
    if (grid < 1 || grid % (1 << STAGES - 1) != 0) {
      throw new IllegalArgumentException("grid is a multiple of 8, found " + grid);
    }
    if (!(dropPathRate >= 0 && dropPathRate < 1)) {
      throw new IllegalArgumentException("dropPathRate lies in [0, 1), found " + dropPathRate);
    }
  }

  /** MViTv2-T under a detector: 23.4M parameters. */
  public static MViTv2Config tiny() {
    return detection(96, 1, 0.2f, 1, 2, 5, 2);
  }

  /** MViTv2-S under a detector: 34.1M parameters. */
  public static MViTv2Config small() {
    return detection(96, 1, 0.2f, 1, 2, 11, 2);
  }

  /** MViTv2-B under a detector: 50.7M parameters. */
  public static MViTv2Config base() {
    return detection(96, 1, 0.4f, 2, 3, 16, 3);
  }

  /** MViTv2-L under a detector: 212M parameters. */
  public static MViTv2Config large() {
    return detection(144, 2, 0.5f, 2, 6, 36, 4);
  }

  /** MViTv2-H under a detector: 665M parameters. */
  public static MViTv2Config huge() {
    return detection(192, 3, 0.6f, 4, 8, 60, 8);
  }

  /** MViTv2-T for ImageNet. */
  public static MViTv2Config tinyClassifier() {
    return classification(96, 1, 0.1f, Widening.ATTENTION, 1, 2, 5, 2);
  }

  /** MViTv2-S for ImageNet. */
  public static MViTv2Config smallClassifier() {
    return classification(96, 1, 0.1f, Widening.ATTENTION, 1, 2, 11, 2);
  }

  /** MViTv2-B for ImageNet. */
  public static MViTv2Config baseClassifier() {
    return classification(96, 1, 0.3f, Widening.ATTENTION, 2, 3, 16, 3);
  }

  /** MViTv2-L for ImageNet, whose width doubles elsewhere than the detectors' does. */
  public static MViTv2Config largeClassifier() {
    return classification(144, 2, 0.5f, Widening.MLP, 2, 6, 36, 4);
  }

  /**
   * An architecture under a detector: windows as large as the maps of pre-training, and whole maps
   * with fewer keys at the end of every stage but the first (paper, section 4.2).
   *
   * @param width the width of the first stage
   * @param heads the heads of the first stage
   * @param dropPathRate the last block's rate
   * @param blocks four numbers of blocks
   * @return the architecture
   */
  public static MViTv2Config detection(int width, int heads, float dropPathRate, int... blocks) {
    List<MViTv2Stage> stages = new ArrayList<>();
    for (int s = 0; s < blocks.length; s++) {
      int stride = s < KEY_STRIDES.length ? KEY_STRIDES[s] : 1;
      boolean fewer = s == 1 || s == 2;
      int lastWindow = s == 0 ? GRID : 0;
      stages.add(
          new MViTv2Stage(blocks[s], stride, fewer ? 2 * stride : stride, GRID >> s, lastWindow));
    }
    return new MViTv2Config(width, heads, stages, Widening.ATTENTION, GRID, true, dropPathRate);
  }

  private static MViTv2Config classification(
      int width, int heads, float dropPathRate, Widening widening, int... blocks) {
    List<MViTv2Stage> stages = new ArrayList<>();
    for (int s = 0; s < blocks.length; s++) {
      stages.add(MViTv2Stage.whole(blocks[s], KEY_STRIDES[s]));
    }
    return new MViTv2Config(width, heads, stages, widening, GRID, false, dropPathRate);
  }

  @Override
  public MViTv2 build() {
    return new MViTv2(this);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Strides and windows stay this architecture's; the published classifiers' are those of {@link
   * #tinyClassifier} and its siblings.
   */
  @Override
  public MViTv2Classifier classifier(int classes) {
    return new MViTv2Classifier(
        new MViTv2Config(width, heads, stages, widening, grid, false, dropPathRate), classes);
  }

  @Override
  public MViTv2Config withDropPathRate(float rate) {
    return new MViTv2Config(width, heads, stages, widening, grid, mapNorms, rate);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The published L exists with both ways of widening.
   */
  @Override
  public Optional<String> objection(StateDict weights, String prefix) {
    // The first block of the second stage: its attention is twice as wide as the first stage.
    String key = prefix + "blocks." + stages.get(0).blocks() + ".attn.qkv.weight";
    long wider = 2L * width;
    long expected = widening == Widening.ATTENTION ? width : wider;
    long other = widening == Widening.ATTENTION ? wider : width;
    return StateDictKeys.shape(weights, key)
        .filter(shape -> shape.length == 2 && shape[0] == 3 * wider && shape[1] == other)
        .map(
            shape ->
                "%s has %d columns where this model has %d: the file is of the variant whose width"
                        .formatted(key, other, expected)
                    + (widening == Widening.ATTENTION
                        ? " doubles in the MLP at the end of a stage, this model's doubles in the"
                            + " attention of the next"
                        : " doubles in the attention at the start of a stage, this model's doubles"
                            + " in the MLP before"));
  }

  @Override
  public List<KeyLayout> layouts() {
    return MViTv2Layouts.backbone(this);
  }

  /** The width of a stage's attention. */
  int width(int stage) {
    return width << stage;
  }

  /** The numbers of blocks of all stages. */
  List<Integer> depths() {
    return stages.stream().map(MViTv2Stage::blocks).toList();
  }
}
