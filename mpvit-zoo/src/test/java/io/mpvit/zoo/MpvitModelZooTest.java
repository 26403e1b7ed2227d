/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Application;
import ai.djl.repository.MRL;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MpvitModelZooTest {

  private final ModelZoo zoo = ModelZoo.getModelZoo("io.mpvit");

  @Test
  void djlFindsTheZooByItself() {
    assertThat(zoo).isInstanceOf(MpvitModelZoo.class);
    assertThat(ModelZoo.listModelZoo()).contains(zoo);
    assertThat(zoo.getSupportedEngines()).containsExactly("PyTorch");
  }

  @Test
  void thereIsALoaderPerCardInTheCardsOrder() {
    List<String> names = ModelCards.published().all().stream().map(ModelCard::name).toList();
    assertThat(zoo.getModelLoaders())
        .extracting(ModelLoader::getArtifactId)
        .containsExactlyElementsOf(names);
    for (String name : names) {
      assertThat(zoo.getModelLoader(name).getArtifactId()).isEqualTo(name);
    }
  }

  @Test
  void modelsAreListedByApplication() {
    Map<Application, List<MRL>> all =
        ModelZoo.listModels(Criteria.builder().optGroupId("io.mpvit").build());
    assertThat(all.get(Application.CV.IMAGE_CLASSIFICATION))
        .extracting(MRL::getArtifactId)
        .contains("mpvit_tiny");
    assertThat(all.get(Application.CV.OBJECT_DETECTION))
        .extracting(MRL::getArtifactId)
        .contains("retinanet_mpvit_base_ms_3x");
    assertThat(all.get(Application.CV.INSTANCE_SEGMENTATION))
        .extracting(MRL::getArtifactId)
        .contains("mask_rcnn_mpvit_base_ms_3x", "cascade_mask_rcnn_mpvit_base_ms_3x");
  }

  @Test
  void filtersSelect() throws IOException {
    MRL mrl = zoo.getModelLoader("retinanet_mpvit_xs_1x").getMrl();
    assertThat(mrl.match(Map.of("backbone", "mpvit_xsmall", "schedule", "1x")).getName())
        .isEqualTo("retinanet_mpvit_xs_1x");
    assertThat(mrl.match(Map.of("backbone", "mpvit_tiny"))).isNull();
    assertThat(mrl.match(null)).isNotNull();
  }
}
