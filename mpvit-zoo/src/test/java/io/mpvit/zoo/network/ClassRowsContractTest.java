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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** One card per architecture: nothing here depends on the weights or the schedule. */
  static Stream<ModelCard> cards() {
    Map<String, ModelCard> byArchitecture = new LinkedHashMap<>();
    ModelCards.published()
        .all()
        .forEach(card -> byArchitecture.putIfAbsent(card.architecture(), card));
    return byArchitecture.values().stream();
  }

  @ParameterizedTest
  @MethodSource("cards")
  void whatGrowsWithTheClassesIsNamed(ModelCard card) {
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
