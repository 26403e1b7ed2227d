/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sees through what training programs put into the names of a network's tensors: wrappers of
 * PyTorch, such as DistributedDataParallel's and torch.compile's, wherever they stand, and prefixes
 * of networks that are a part of something larger.
 */
public final class KeyWrappers {

  /** Names that PyTorch's wrappers of modules give to what they wrap. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "module",
          "_orig_mod",
          "_fsdp_wrapped_module",
          "_checkpoint_wrapped_module",
          "_forward_module");

  private static final Pattern DOT = Pattern.compile("\\.");

  /** Words in the names of copies that trainings keep beside the network that they train. */
  private static final Pattern COPY =
      Pattern.compile("(?i).*(ema|averag|avg|teacher|momentum|shadow|target|key_encoder|swa).*");

  private KeyWrappers() {}

  /**
   * Shows a file without the names of PyTorch's wrappers.
   *
   * @param file a state dict
   * @return a view; the file itself if there are none, or if names would not be different without
   *     them
   */
  public static StateDict without(StateDict file) {
    if (file.keys().stream().noneMatch(key -> WRAPPERS.stream().anyMatch(key::contains))) {
      return file;
    }
    Map<String, CheckpointTensor> bare = new LinkedHashMap<>();
    file.tensors().forEach((key, tensor) -> bare.put(without(key), tensor));
    boolean same = bare.keySet().equals(file.keys()) || bare.size() < file.keys().size();
    return same ? file : file.withTensors(bare);
  }

  private static String without(String key) {
    return DOT.splitAsStream(key)
        .filter(part -> !WRAPPERS.contains(part))
        .collect(Collectors.joining("."));
  }

  /**
   * Which of PyTorch's wrappers are in a file's names.
   *
   * @param file a state dict
   * @return in the order in which they are met; empty if {@link #without} gives the file itself
   */
  public static List<String> of(StateDict file) {
    return without(file) == file
        ? List.of()
        : file.keys().stream()
            .flatMap(DOT::splitAsStream)
            .filter(WRAPPERS::contains)
            .distinct()
            .toList();
  }

  /**
   * What may stand before a network's keys.
   *
   * @param file a state dict
   * @param key a key of the network, as files of its layout have it
   * @return prefixes with their dots, the empty one first if it is among them; empty if the file
   *     has no such key
   */
  public static List<String> prefixes(StateDict file, String key) {
    Set<String> prefixes = new LinkedHashSet<>();
    if (file.keys().contains(key)) {
      prefixes.add("");
    }
    String ending = "." + key;
    for (String name : file.keys()) {
      if (name.endsWith(ending)) {
        prefixes.add(name.substring(0, name.length() - key.length()));
      }
    }
    return List.copyOf(prefixes);
  }

  /**
   * Shows what stands under a prefix, as if it were the whole file.
   *
   * @param file a state dict
   * @param prefix with its dot; may be empty
   * @return a view without the prefix and without everything else
   */
  public static StateDict under(StateDict file, String prefix) {
    if (prefix.isEmpty()) {
      return file;
    }
    Map<String, CheckpointTensor> inside = new LinkedHashMap<>();
    file.tensors()
        .forEach(
            (key, tensor) -> {
              if (key.startsWith(prefix)) {
                inside.put(key.substring(prefix.length()), tensor);
              }
            });
    return file.withTensors(inside);
  }

  /**
   * Whether a prefix speaks of a copy, such as a moving average or a teacher, and not of the
   * network that was trained.
   *
   * @param prefix with its dots
   * @return whether
   */
  public static boolean isCopy(String prefix) {
    return Arrays.stream(prefix.split("\\.")).anyMatch(part -> COPY.matcher(part).matches());
  }
}
