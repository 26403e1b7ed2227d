/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.weights.KeyLayout;
import java.util.List;

/**
 * The architecture of a ResNet or ResNeXt of bottleneck blocks. Stage s of 0 to 3 has maps of
 * {@code 4 * stem * 2^s} channels and inner maps of {@code groups * widthPerGroup * 2^s}.
 *
 * @param stem the channels of the stem, 64 in all published networks
 * @param blocks the blocks of each of the four stages, at least 1
 * @param groups the groups of the 3x3 convolutions; 1 is ResNet
 * @param widthPerGroup the inner channels of each group in the first stage
 * @param stride which convolution of a stage's first block halves the map. Weights fit both places
 *     and give good results with the one they were trained with only
 * @param norm the kind of normalisation
 * @param names the names of the state dict
 */
public record ResNetConfig(
    int stem,
    List<Integer> blocks,
    int groups,
    int widthPerGroup,
    StridePlace stride,
    Norm norm,
    ResNetNames names)
    implements BackboneConfig {

  /** The number of stages; the features {@code res2} to {@code res5} are named after it. */
  public static final int STAGES = 4;

  private static final int STEM = 64;
  private static final List<Integer> DEPTH_50 = List.of(3, 4, 6, 3);
  private static final List<Integer> DEPTH_101 = List.of(3, 4, 23, 3);

  /** Which convolution of the first block of a stage has the stride. */
  public enum StridePlace {
    /** The 1x1 before the 3x3, as in the original networks (MSRA). */
    FIRST_1X1,
    /** The 3x3, as torchvision and ResNeXt have it. */
    MIDDLE_3X3
  }

  /** The kind of normalisation after each convolution. */
  public enum Norm {
    /** Batch normalisation, with a counter of batches in the state dict. */
    BATCH,
    /** Batch normalisation whose four vectors are constants. */
    FROZEN
  }

  /**
   * Checks the architecture.
   *
   * @throws IllegalArgumentException if a number is impossible
   */
  public ResNetConfig {
    blocks = List.copyOf(blocks);
    if (blocks.size() != STAGES || blocks.stream().anyMatch(b -> b < 1)) {
      throw new IllegalArgumentException(
          "blocks is one positive number for each of the 4 stages, found " + blocks);
    }
    requirePositive("stem", stem);
    requirePositive("groups", groups);
    requirePositive("widthPerGroup", widthPerGroup);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is at least 1, found " + value);
    }
  }

  /** torchvision's ResNet-50, as a classifier: 25.6M parameters with its head. */
  public static ResNetConfig resnet50() {
    return torchvision(DEPTH_50, 1, STEM);
  }

  /** torchvision's ResNet-101, as a classifier: 44.5M parameters with its head. */
  public static ResNetConfig resnet101() {
    return torchvision(DEPTH_101, 1, STEM);
  }

  /** torchvision's ResNeXt-101 32x8d, as a classifier: 88.8M parameters with its head. */
  public static ResNetConfig resnext101() {
    return torchvision(DEPTH_101, 32, 8);
  }

  /** R-50 as detectron2's detectors have it: MSRA's weights, frozen norms. */
  public static ResNetConfig detectron50() {
    return detectron(DEPTH_50, 1, STEM, StridePlace.FIRST_1X1);
  }

  /** R-101 as detectron2's detectors have it: MSRA's weights, frozen norms. */
  public static ResNetConfig detectron101() {
    return detectron(DEPTH_101, 1, STEM, StridePlace.FIRST_1X1);
  }

  /** X-101-32x8d as detectron2's detectors have it: FAIR's weights, frozen norms. */
  public static ResNetConfig detectronX101() {
    return detectron(DEPTH_101, 32, 8, StridePlace.MIDDLE_3X3);
  }

  private static ResNetConfig torchvision(List<Integer> blocks, int groups, int width) {
    return new ResNetConfig(
        STEM, blocks, groups, width, StridePlace.MIDDLE_3X3, Norm.BATCH, ResNetNames.TORCHVISION);
  }

  private static ResNetConfig detectron(
      List<Integer> blocks, int groups, int width, StridePlace stride) {
    return new ResNetConfig(
        STEM, blocks, groups, width, stride, Norm.FROZEN, ResNetNames.DETECTRON2);
  }

  /**
   * The same architecture with another kind of normalisation, such as torchvision's network with
   * frozen norms under Deformable DETR.
   *
   * @param kind the kind
   * @return a changed copy
   */
  public ResNetConfig withNorm(Norm kind) {
    return new ResNetConfig(stem, blocks, groups, widthPerGroup, stride, kind, names);
  }

  /**
   * The channels of a stage's maps.
   *
   * @param stage 0 to 3
   * @return channels
   */
  public int outputChannels(int stage) {
    return 4 * stem << stage;
  }

  /** The channels of the 3x3 convolutions of a stage. */
  int innerChannels(int stage) {
    return groups * widthPerGroup << stage;
  }

  @Override
  public ResNet build() {
    return new ResNet(this);
  }

  @Override
  public ResNetClassifier classifier(int classes) {
    return new ResNetClassifier(this, classes);
  }

  @Override
  public List<KeyLayout> layouts() {
    return ResNetLayouts.of(names);
  }
}
