/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.preset;

import io.mpvit.backbone.coat.CoatClassifier;
import io.mpvit.backbone.coat.CoatConfig;
import io.mpvit.image.ImageNetTransform;
import java.util.List;

/** The ImageNet classifiers CoaT and CoaT-Lite, in the authors' and timm's files. */
final class CoatPresets {

  private static final int LARGE = 384;

  private CoatPresets() {}

  static List<Preset<?>> all() {
    CoatConfig medium = CoatConfig.liteMedium();
    return List.of(
        classifier("coat_lite_tiny", CoatConfig.liteTiny(), ImageNetTransform.DEFAULT),
        classifier("coat_lite_mini", CoatConfig.liteMini(), ImageNetTransform.DEFAULT),
        classifier("coat_lite_small", CoatConfig.liteSmall(), ImageNetTransform.DEFAULT),
        classifier("coat_lite_medium", medium, ImageNetTransform.DEFAULT),
        classifier("coat_lite_medium_384", medium, new ImageNetTransform(LARGE)),
        classifier("coat_tiny", CoatConfig.tiny(), ImageNetTransform.DEFAULT),
        classifier("coat_mini", CoatConfig.mini(), ImageNetTransform.DEFAULT),
        classifier("coat_small", CoatConfig.small(), ImageNetTransform.DEFAULT));
  }

  private static Preset<?> classifier(
      String name, CoatConfig backbone, ImageNetTransform transform) {
    return new ClassifierPreset(name, backbone, CoatClassifier.layouts(backbone), transform);
  }
}
