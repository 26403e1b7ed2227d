/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import io.mpvit.zoo.preset.Preset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A preset's network as a file has it: built for the file, under the layout of names that fits it
 * best. Nothing is loaded.
 *
 * @param layout how the file names the tensors
 * @param weights the file under the network's names
 * @param network without values
 * @param mismatch what does not fit; empty if the file can be loaded
 */
record FittedNetwork(KeyLayout layout, StateDict weights, TorchBlock network, Mismatch mismatch) {

  /**
   * Tries a preset's layouts in turn.
   *
   * @param preset the architecture
   * @param file a checkpoint under its own names
   * @return the first that fits, else the one with the fewest differences
   */
  static FittedNetwork of(Preset<?> preset, StateDict file) {
    FittedNetwork best = null;
    for (KeyLayout layout : preset.layouts()) {
      FittedNetwork fitted = of(preset, layout, file);
      if (best == null || fitted.mismatch.count() < best.mismatch.count()) {
        best = fitted;
      }
      if (best.mismatch.isEmpty()) {
        break;
      }
    }
    return best;
  }

  /**
   * Tells how much of the network's architecture was read off the file.
   *
   * @param preset the architecture
   * @return how many keys, or shapes of theirs, the network has in another way than the published
   *     one, which knows nothing of the file
   */
  int adaptations(Preset<?> preset) {
    Map<String, List<Long>> published = shapes(preset.build(Optional.empty()));
    Map<String, List<Long>> adapted = shapes(network);
    Set<String> keys = new HashSet<>(published.keySet());
    keys.addAll(adapted.keySet());
    keys.removeIf(key -> Objects.equals(published.get(key), adapted.get(key)));
    return keys.size();
  }

  private static Map<String, List<Long>> shapes(TorchBlock network) {
    return network.stateEntries().stream()
        .collect(
            Collectors.toMap(
                StateEntry::key, entry -> Arrays.stream(entry.shape()).boxed().toList()));
  }

  private static FittedNetwork of(Preset<?> preset, KeyLayout layout, StateDict file) {
    StateDict view = layout.view(file);
    TorchBlock network = preset.build(Optional.of(view));
    Mismatch mismatch = new WeightLoader(LoadRules.strict()).compare(network, view);
    return new FittedNetwork(layout, view, network, mismatch);
  }
}
