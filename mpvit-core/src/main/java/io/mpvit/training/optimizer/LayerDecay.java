/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.training.optimizer;

import io.mpvit.nn.StateEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Learning rates that fall from layer to layer towards the input, as transformers are fine-tuned:
 * layer i of n learns at {@code decay^(n + 1 - i)} times the rate. Layer 0 is the embedding, n + 1
 * is what stands above the last layer and learns at the full rate.
 *
 * @param decay the factor from one layer to the next, in (0, 1]; 1 leaves all rates as they are
 * @param layers n, the number of layers between the embedding and the heads
 * @param layer the layer of a parameter, from 0 to n + 1
 */
public record LayerDecay(double decay, int layers, ToIntFunction<StateEntry> layer) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the decay is not in (0, 1] or there is no layer
   */
  public LayerDecay {
    if (!(decay > 0 && decay <= 1) || layers < 1) {
      throw new IllegalArgumentException(
          "the decay lies in (0, 1] and there is at least one layer, found "
              + decay
              + " and "
              + layers);
    }
  }

  /**
   * Splits groups by layer.
   *
   * @param groups what is decayed and how fast it learns, in order
   * @return the same groups for one layer after the other, the embedding's first
   */
  public List<ParameterGroup> split(List<ParameterGroup> groups) {
    if (decay == 1) {
      return List.copyOf(groups);
    }
    List<ParameterGroup> split = new ArrayList<>();
    for (int i : IntStream.rangeClosed(0, layers + 1).toArray()) {
      double factor = Math.pow(decay, layers + 1 - i);
      for (ParameterGroup group : groups) {
        split.add(
            new ParameterGroup(
                entry -> layer.applyAsInt(entry) == i && group.members().test(entry),
                group.rateFactor() * factor,
                group.weightDecay()));
      }
    }
    return List.copyOf(split);
  }
}
