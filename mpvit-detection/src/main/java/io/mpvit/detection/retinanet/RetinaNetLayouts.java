/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.RenamedKeys;

/** How other programs' files name the tensors of a {@link RetinaNet}. */
public final class RetinaNetLayouts {

  private static final int TOWER = 4;
  private static final int FIRST_LEVEL = 3;
  private static final int SOURCES = 3;

  private RetinaNetLayouts() {}

  /**
   * The names of mmdetection 2.
   *
   * @param backboneName the backbone's path in our state dict below {@code backbone}
   * @return the layout {@code mmdetection}
   */
  public static KeyLayout mmdetection(String backboneName) {
    RenamedKeys.Builder keys =
        RenamedKeys.builder("mmdetection")
            .ignore("{*}.value_spatial_shapes")
            .ignore("{*}.box_coder.anchor")
            .rename("neck.fpn_convs.3.conv.{*}", "backbone.top_block.p6.{*}")
            .rename("neck.fpn_convs.4.conv.{*}", "backbone.top_block.p7.{*}")
            .rename("bbox_head.retina_cls.{*}", "head.cls_score.{*}")
            .rename("bbox_head.retina_reg.{*}", "head.bbox_pred.{*}");
    for (int i = 0; i < SOURCES; i++) {
      int level = FIRST_LEVEL + i;
      keys.rename("neck.lateral_convs." + i + ".conv.{*}", "backbone.fpn_lateral" + level + ".{*}")
          .rename("neck.fpn_convs." + i + ".conv.{*}", "backbone.fpn_output" + level + ".{*}");
    }
    for (int i = 0; i < TOWER; i++) {
      // Ours count the activations too.
      keys.rename("bbox_head.cls_convs." + i + ".conv.{*}", "head.cls_subnet." + 2 * i + ".{*}")
          .rename("bbox_head.reg_convs." + i + ".conv.{*}", "head.bbox_subnet." + 2 * i + ".{*}");
    }
    return keys.rename("backbone.{*}", "backbone." + backboneName + ".{*}").build();
  }
}
