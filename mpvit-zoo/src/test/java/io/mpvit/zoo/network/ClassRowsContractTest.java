/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.nn.ClassRows;
import io.mpvit.nn.PerClass;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.recipe.ClassifierTrainer;
import io.mpvit.zoo.recipe.DetectorTrainer;
import io.mpvit.zoo.recipe.SegmenterTrainer;
import io.mpvit.zoo.recipe.Trainer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network names exactly those parameters that grow with the number of classes. */
class ClassRowsContractTest {

  private static TorchBlock network(ModelCard card, int classes) {
    Trainer<?, ?> trainer = Presets.of(card).trainer(card);
    if (trainer instanceof DetectorTrainer<?> detector) {
      return detector.plan().of(classes, Optional.empty()).network();
    }
    return trainer instanceof SegmenterTrainer segmenter
        ? segmenter.plan().of(classes, Optional.empty()).network()
        : ((ClassifierTrainer) trainer).plan().of(classes, Optional.empty());
  }

  private static Map<String, long[]> shapes(TorchBlock network) {
    Map<String, long[]> shapes = new HashMap<>();
    for (StateEntry entry : network.stateEntries()) {
      shapes.put(entry.key(), entry.shape());
    }
    return shapes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mpvit_tiny",
        "retinanet_mpvit_tiny_1x",
        "mask_rcnn_mpvit_pico_shapes",
        "cascade_mask_rcnn_mpvit_small_ms_3x",
        "deformable_detr_mpvit_pico_shapes",
        "deformable_detr_mpvit_small",
        "upernet_mpvit_pico_shapes"
      })
  void whatGrowsWithTheClassesIsNamed(String model) {
    ModelCard card = ModelCards.published().get(model);
    TorchBlock seven = network(card, 7);
    Map<String, long[]> few = shapes(seven);
    Map<String, long[]> more = shapes(network(card, 9));
    Map<String, ClassRows> rows = ((PerClass) seven).classRows();
    few.forEach(
        (key, shape) ->
            assertThat(rows.containsKey(key))
                .as(key)
                .isEqualTo(!Arrays.equals(shape, more.get(key))));
    rows.forEach(
        (key, layout) -> {
          assertThat(layout.classes(few.get(key)[0])).as(key).isEqualTo(7);
          assertThat(layout.classes(more.get(key)[0])).as(key).isEqualTo(9);
        });
  }
}
