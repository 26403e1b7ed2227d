/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.testing;

import io.mpvit.zoo.card.ModelCard;
import java.util.Map;

/** Which of the reference's lists of keys is of which model. */
public final class PublishedManifests {

  private static final Map<String, String> OF_HUB =
      Map.of(
          "deformable_detr_resnet50", "deformable_detr/deformable_detr_r50",
          "deformable_detr_r50_hf", "deformable_detr/deformable_detr_r50",
          "deformable_detr_r50_refine_hf", "hf_deformable_detr/r50_refine",
          "deformable_detr_r50_two_stage_hf", "hf_deformable_detr/r50_two_stage",
          "deformable_detr_r50_single_scale_hf", "hf_deformable_detr/r50_single_scale");

  private PublishedManifests() {}

  /** The resource with the keys of a model's published file in the authors' layout. */
  public static String of(ModelCard card) {
    return "/reference/" + name(card) + ".manifest.tsv";
  }

  private static String name(ModelCard card) {
    String architecture = card.architecture();
    if (architecture.startsWith("deformable_detr")) {
      return OF_HUB.getOrDefault(architecture, "deformable_detr/" + architecture);
    }
    String backbone = card.backbone();
    boolean resnet = architecture.matches(".*_[rx]\\d+_fpn");
    return switch (card.task()) {
      case CLASSIFICATION ->
          (backbone.startsWith("coat_")
                  ? "coat_imagenet/"
                  : backbone.startsWith("mpvit_") ? "mpvit/" : "resnet_imagenet/")
              + backbone;
      case SEMANTIC_SEGMENTATION -> "upernet/" + architecture;
      default ->
          resnet
              ? "detectron2_resnet/" + architecture
              : "detectron2/" + architecture.replace("_mpvit", "").replaceFirst("_xs$", "_xsmall");
    };
  }
}
