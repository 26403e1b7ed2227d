/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import java.util.List;

/**
 * The two published sets of names for the tensors of a ResNet. A network's own keys are those of
 * the files in which it is first of all published.
 */
public enum ResNetNames {
  /**
   * {@code stem.conv1.weight}, {@code res2.0.conv1.norm.weight}, {@code res2.0.shortcut.weight}.
   */
  DETECTRON2("res", 2, new Unit("shortcut", "", "norm")) {
    @Override
    Unit conv(int number) {
      return new Unit("conv" + number, "", "norm");
    }
  },
  /** {@code conv1.weight}, {@code layer1.0.bn1.weight}, {@code layer1.0.downsample.0.weight}. */
  TORCHVISION("layer", 1, new Unit("downsample", "0", "1")) {
    @Override
    Unit conv(int number) {
      return new Unit("", "conv" + number, "bn" + number);
    }
  };

  /**
   * The paths of a convolution and its norm inside their block.
   *
   * @param path what stands before both, may be empty
   * @param conv the convolution's path after it, may be empty
   * @param norm the norm's path after it
   */
  record Unit(String path, String conv, String norm) {

    /** The convolution's path in the block. */
    String convPath() {
      return join(path, conv);
    }

    /** The norm's path in the block. */
    String normPath() {
      return join(path, norm);
    }
  }

  private final String stage;
  private final int firstStage;
  private final Unit shortcut;

  ResNetNames(String stage, int firstStage, Unit shortcut) {
    this.stage = stage;
    this.firstStage = firstStage;
    this.shortcut = shortcut;
  }

  /** One of the three convolutions of a block, 1 to 3; 1 is the stem's too. */
  abstract Unit conv(int number);

  /** The convolution beside the three. */
  Unit shortcut() {
    return shortcut;
  }

  /** The stem's path; empty if its keys stand among the network's. */
  String stem() {
    return this == DETECTRON2 ? "stem" : "";
  }

  /** The path of a stage, 0 to 3. */
  String stage(int index) {
    return stage + (firstStage + index);
  }

  /** The units of a block in the order of its state dict. */
  List<Unit> block() {
    return this == DETECTRON2
        ? List.of(shortcut, conv(1), conv(2), conv(3))
        : List.of(conv(1), conv(2), conv(3), shortcut);
  }

  static String join(String path, String name) {
    return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
  }
}
