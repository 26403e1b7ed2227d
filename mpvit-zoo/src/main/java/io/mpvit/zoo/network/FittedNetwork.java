/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.BesideKeys;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.KeyWrappers;
import io.mpvit.weights.LoadRules;
import io.mpvit.weights.WeightLoader;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import io.mpvit.zoo.preset.Preset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A preset's network as a file has it: built for the file, under the layout of names and the prefix
 * that fit it best. Nothing is loaded.
 *
 * @param layout how the file names the tensors
 * @param prefix what stands before the network's keys in the file, PyTorch's wrappers apart
 * @param weights the file under the network's names
 * @param network without values
 * @param mismatch what does not fit; empty if the file can be loaded
 * @param unused keys of the file that lie beside the network's and are passed over
 * @param rivals prefixes under which the file has the network too, so that nobody knows which is
 *     meant
 */
record FittedNetwork(
    KeyLayout layout,
    String prefix,
    StateDict weights,
    TorchBlock network,
    Mismatch mismatch,
    List<String> unused,
    List<String> rivals) {

  /**
   * Tries a preset's layouts, and the prefixes under which the file may have them, in turn.
   *
   * @param preset the architecture
   * @param file a checkpoint under its own names
   * @return the first that fits, else the one with the fewest differences
   */
  static FittedNetwork of(Preset<?> preset, StateDict file) {
    StateDict bare = KeyWrappers.without(file);
    FittedNetwork best = null;
    for (KeyLayout layout : preset.layouts()) {
      FittedNetwork fitted = under(preset, layout, bare);
      if (best == null || fitted.mismatch.count() < best.mismatch.count()) {
        best = fitted;
      }
      if (best.mismatch.isEmpty()) {
        break;
      }
    }
    return best;
  }

  /** Of a layout, the prefix that is meant: none if that fits, because copies have one. */
  private static FittedNetwork under(Preset<?> preset, KeyLayout layout, StateDict file) {
    FittedNetwork plain = of(preset, layout, file, "");
    if (plain.mismatch.isEmpty()) {
      return plain;
    }
    String first = layout.fileKey(plain.network.stateEntries().get(0).key());
    List<FittedNetwork> all = new ArrayList<>(List.of(plain));
    KeyWrappers.prefixes(file, first).stream()
        .filter(prefix -> !prefix.isEmpty())
        .forEach(prefix -> all.add(of(preset, layout, file, prefix)));
    List<FittedNetwork> fitting = all.stream().filter(one -> one.mismatch.isEmpty()).toList();
    if (fitting.isEmpty()) {
      return all.stream().min(Comparator.comparingInt(one -> one.mismatch.count())).orElseThrow();
    }
    List<FittedNetwork> trained =
        fitting.stream().filter(one -> !KeyWrappers.isCopy(one.prefix)).toList();
    List<FittedNetwork> meant = trained.isEmpty() ? fitting : trained;
    return meant.get(0).against(meant.subList(1, meant.size()));
  }

  private FittedNetwork against(List<FittedNetwork> others) {
    List<String> prefixes = others.stream().map(FittedNetwork::prefix).toList();
    return new FittedNetwork(layout, prefix, weights, network, mismatch, unused, prefixes);
  }

  /** How the file's keys are to be read. */
  LoadRules rules() {
    return LoadRules.strict().ignoring(new HashSet<>(unused)::contains);
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

  private static FittedNetwork of(
      Preset<?> preset, KeyLayout layout, StateDict file, String prefix) {
    StateDict view = layout.view(KeyWrappers.under(file, prefix));
    TorchBlock network = preset.build(Optional.of(view));
    Mismatch strict = new WeightLoader(LoadRules.strict()).compare(network, view);
    List<String> others = new ArrayList<>(strict.unexpected());
    file.keys().stream().filter(key -> !key.startsWith(prefix)).forEach(others::add);
    boolean whole = strict.missing().isEmpty() && strict.misshaped().isEmpty();
    if (whole && isBeside(preset, network, strict.unexpected(), view)) {
      Mismatch none = new Mismatch(List.of(), List.of(), List.of());
      return new FittedNetwork(layout, prefix, view, network, none, others, List.of());
    }
    Mismatch mismatch = new Mismatch(strict.missing(), others, strict.misshaped());
    return new FittedNetwork(layout, prefix, view, network, mismatch, List.of(), List.of());
  }

  private static boolean isBeside(
      Preset<?> preset, TorchBlock network, List<String> keys, StateDict view) {
    boolean composed = !preset.backbonePrefix().isEmpty();
    return keys.isEmpty() || new BesideKeys(network, composed).allBeside(keys, view);
  }
}
