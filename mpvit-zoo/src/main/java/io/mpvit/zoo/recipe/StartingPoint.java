/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.backbone.BackboneConfig;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.nn.StateEntry;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.KeyWrappers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds what a checkpoint has for a network that is to be trained. A file of the network's own kind
 * gives everything; any other that holds the same backbone, such as an ImageNet classifier or
 * another detector, gives the backbone, wherever it stands in the file and whatever its tensors are
 * called there.
 */
public final class StartingPoint {

  private StartingPoint() {}

  /**
   * Shows a file as a start for a network.
   *
   * @param file a checkpoint of any network
   * @param backbone the network's backbone
   * @param backbonePrefix what stands before its keys in the network
   * @param layouts how files name the whole network's tensors
   * @return the tensors under the network's names; empty if the file has nothing for it
   */
  public static StateDict view(
      StateDict file, BackboneConfig backbone, String backbonePrefix, List<KeyLayout> layouts) {
    StateDict bare = KeyWrappers.without(file);
    Map<String, long[]> wanted = new LinkedHashMap<>();
    for (StateEntry entry : backbone.build().stateEntries()) {
      wanted.put(backbonePrefix + entry.key(), entry.shape());
    }
    Stream<StateDict> whole = layouts.stream().flatMap(layout -> whole(bare, layout, wanted));
    Stream<StateDict> parts =
        backbone.layouts().stream().flatMap(layout -> parts(bare, layout, backbonePrefix, wanted));
    // The first of equals wins, so a file of the network's own kind keeps its head.
    return Stream.concat(whole, parts)
        .max(
            Comparator.comparingLong((StateDict view) -> fitting(view, wanted))
                .thenComparing(Comparator.comparingInt((StateDict view) -> view.keys().size())))
        .filter(view -> fitting(view, wanted) > 0 || holdsNames(view, wanted))
        .orElseGet(() -> file.withTensors(Map.of()));
  }

  /** The file as a network of the layout, and what stands under prefixes in it. */
  private static Stream<StateDict> whole(
      StateDict file, KeyLayout layout, Map<String, long[]> wanted) {
    String first = layout.fileKey(wanted.keySet().iterator().next());
    List<String> prefixes = KeyWrappers.prefixes(file, first);
    // Networks come before copies of them, which are as complete.
    return Stream.concat(Stream.of(""), prefixes.stream())
        .distinct()
        .sorted(Comparator.comparing(KeyWrappers::isCopy))
        .map(prefix -> layout.view(KeyWrappers.under(file, prefix)));
  }

  /** The places in a file where a backbone of a layout may stand. */
  private static Stream<StateDict> parts(
      StateDict file, KeyLayout layout, String backbonePrefix, Map<String, long[]> wanted) {
    String first = wanted.keySet().iterator().next().substring(backbonePrefix.length());
    String name = layout.fileKey(first);
    return KeyWrappers.prefixes(file, name).stream()
        .sorted(Comparator.comparing(KeyWrappers::isCopy))
        .map(prefix -> part(file, prefix, layout, backbonePrefix));
  }

  private static StateDict part(
      StateDict file, String prefix, KeyLayout layout, String backbonePrefix) {
    Map<String, CheckpointTensor> inside = KeyWrappers.under(file, prefix).tensors();
    Map<String, CheckpointTensor> own = new LinkedHashMap<>();
    layout.toNetwork(inside).forEach((key, tensor) -> own.put(backbonePrefix + key, tensor));
    return file.withTensors(own);
  }

  private static long fitting(StateDict view, Map<String, long[]> wanted) {
    Map<String, CheckpointTensor> tensors = new HashMap<>(view.tensors());
    tensors.keySet().retainAll(wanted.keySet());
    return tensors.entrySet().stream()
        .filter(entry -> Arrays.equals(entry.getValue().shape(), wanted.get(entry.getKey())))
        .count();
  }

  /** A backbone of another size, about which the loader can say what differs. */
  private static boolean holdsNames(StateDict view, Map<String, long[]> wanted) {
    return view.keys().stream().anyMatch(wanted::containsKey);
  }
}
