/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.RenamedKeys;

/** How other programs' files name the tensors of a {@link MaskRcnn}. */
public final class MaskRcnnLayouts {

  private static final int FIRST_LEVEL = 2;
  private static final int SOURCES = 4;
  private static final int MASK_LAYERS = 4;

  private MaskRcnnLayouts() {}

  /**
   * The names of mmdetection 2, for one box stage.
   *
   * @param backboneName the backbone's path in our state dict below {@code backbone}
   * @return the layout {@code mmdetection}
   */
  public static KeyLayout mmdetection(String backboneName) {
    RenamedKeys.Builder keys =
        RenamedKeys.builder("mmdetection")
            .ignore("{*}.value_spatial_shapes")
            .ignore("{*}.box_coder.anchor")
            .rename("rpn_head.rpn_conv.{*}", "proposal_generator.rpn_head.conv.{*}")
            .rename("rpn_head.rpn_cls.{*}", "proposal_generator.rpn_head.objectness_logits.{*}")
            .rename("rpn_head.rpn_reg.{*}", "proposal_generator.rpn_head.anchor_deltas.{*}")
            .rename("roi_head.bbox_head.shared_fcs.0.{*}", "roi_heads.box_head.fc1.{*}")
            .rename("roi_head.bbox_head.shared_fcs.1.{*}", "roi_heads.box_head.fc2.{*}")
            .rename("roi_head.bbox_head.fc_cls.{*}", "roi_heads.box_predictor.cls_score.{*}")
            .rename("roi_head.bbox_head.fc_reg.{*}", "roi_heads.box_predictor.bbox_pred.{*}")
            .rename("roi_head.mask_head.upsample.{*}", "roi_heads.mask_head.deconv.{*}")
            .rename("roi_head.mask_head.conv_logits.{*}", "roi_heads.mask_head.predictor.{*}");
    for (int i = 0; i < SOURCES; i++) {
      int level = FIRST_LEVEL + i;
      keys.rename("neck.lateral_convs." + i + ".conv.{*}", "backbone.fpn_lateral" + level + ".{*}")
          .rename("neck.fpn_convs." + i + ".conv.{*}", "backbone.fpn_output" + level + ".{*}");
    }
    for (int i = 0; i < MASK_LAYERS; i++) {
      keys.rename(
          "roi_head.mask_head.convs." + i + ".conv.{*}",
          "roi_heads.mask_head.mask_fcn" + (i + 1) + ".{*}");
    }
    return keys.rename("backbone.{*}", "backbone." + backboneName + ".{*}").build();
  }
}
