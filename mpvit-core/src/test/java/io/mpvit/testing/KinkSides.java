/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.testing;

import io.mpvit.reference.WeightTweak;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Small additions to biases that bring inputs of activations clearly to the side of a kink where
 * the reference saw them.
 *
 * <p>A gradient is not continuous where an input of ReLU is 0 or one of hardswish is -3 or 3. Which
 * side an input within rounding of it is seen on depends on the order of additions, and so on the
 * processor.
 */
public final class KinkSides {

  private final Map<String, Map<Integer, Double>> moves = new LinkedHashMap<>();

  /**
   * Moves the inputs of some channels.
   *
   * @param key the bias before the activation
   * @param amount what is added, well above the map's rounding
   * @param channels the channels
   * @return this
   */
  public KinkSides move(String key, double amount, int... channels) {
    Map<Integer, Double> ofKey = moves.computeIfAbsent(key, k -> new TreeMap<>());
    for (int channel : channels) {
      if (ofKey.put(channel, amount) != null) {
        throw new IllegalArgumentException(key + " " + channel + " is moved already");
      }
    }
    return this;
  }

  /** Whether an element of a parameter is moved. */
  public boolean isMoved(String key, int channel) {
    return moves.getOrDefault(key, Map.of()).containsKey(channel);
  }

  /** The additions. */
  public List<WeightTweak> tweaks() {
    List<WeightTweak> tweaks = new ArrayList<>();
    moves.forEach(
        (key, ofKey) ->
            ofKey.forEach(
                (channel, amount) -> tweaks.add(WeightTweak.addAt(key, channel, amount))));
    return tweaks;
  }
}
