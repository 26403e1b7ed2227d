/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.testing;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.detection.deformabledetr.DeformableDetrConfig;
import io.mpvit.detection.rcnn.MaskRcnnConfig;
import io.mpvit.detection.retinanet.RetinaNetConfig;
import io.mpvit.segmentation.upernet.UperNetConfig;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.DeformableDetrPreset;
import io.mpvit.zoo.preset.MaskRcnnPreset;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.preset.RetinaNetPreset;
import io.mpvit.zoo.preset.UperNetPreset;

/** The network configurations behind models' names. */
public final class PresetConfigs {

  private PresetConfigs() {}

  public static Preset<?> preset(String model) {
    return Presets.of(ModelCards.published().get(model));
  }

  public static RetinaNetConfig retinaNet(String model) {
    return ((RetinaNetPreset) preset(model)).config();
  }

  public static MaskRcnnConfig maskRcnn(String model) {
    return ((MaskRcnnPreset) preset(model)).config();
  }

  public static DeformableDetrConfig deformableDetr(String model) {
    return ((DeformableDetrPreset) preset(model)).config();
  }

  public static UperNetConfig uperNet(String model) {
    return ((UperNetPreset) preset(model)).config();
  }

  /** A file as a training of a model sees it that starts from it. */
  public static StateDict start(String model, StateDict file) {
    return preset(model).startingPoint(file);
  }
}
