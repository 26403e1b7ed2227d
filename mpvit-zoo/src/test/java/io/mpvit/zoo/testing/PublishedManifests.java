/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.testing;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Task;
import java.util.List;
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
    return resource(name(card));
  }

  private static String resource(String name) {
    return "/reference/" + name + ".manifest.tsv";
  }

  private static String name(ModelCard card) {
    String architecture = card.architecture();
    if (architecture.startsWith("deformable_detr")) {
      return OF_HUB.getOrDefault(architecture, "deformable_detr/" + architecture);
    }
    boolean classifier = card.task() == Task.CLASSIFICATION;
    String size = card.backbone().replaceFirst("^mpvit_", "").replaceFirst("_384$", "");
    List<String> places =
        classifier
            ? List.of(
                "mpvit/mpvit_" + size,
                "resnet_imagenet/" + size,
                "coat_imagenet/" + size,
                "mvitv2_imagenet/" + card.name())
            : List.of(
                "upernet/" + architecture,
                "detectron2/" + architecture.replaceFirst("_mpvit_.*", "_" + size),
                "detectron2_resnet/" + architecture,
                "mvitv2/" + card.name(),
                "dpt/" + architecture);
    return places.stream()
        .filter(place -> PublishedManifests.class.getResource(resource(place)) != null)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no manifest for " + card.name()));
  }
}
