/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a reader finds in a file: a state dict and what stands around it.
 *
 * @param tensors by raw name, in the order of the file
 * @param path members from the root object to the state dict
 * @param attributes plain values by dotted path
 * @param entries the root object's members with descriptions
 * @param skipped entries of the state dict that are no tensors, with descriptions
 */
public record NamedTensors(
    Map<String, CheckpointTensor> tensors,
    List<String> path,
    Map<String, Object> attributes,
    Map<String, String> entries,
    Map<String, String> skipped) {

  /** Copies everything and keeps the order. */
  public NamedTensors {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    path = List.copyOf(path);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
  }

  /**
   * Makes tensors that stand alone.
   *
   * @param tensors by name
   * @return nothing around them
   */
  public static NamedTensors of(Map<String, CheckpointTensor> tensors) {
    return new NamedTensors(tensors, List.of(), Map.of(), Map.of(), Map.of());
  }

  /**
   * The same surroundings with other tensors.
   *
   * @param others by name
   * @return a changed copy
   */
  public NamedTensors withTensors(Map<String, CheckpointTensor> others) {
    return new NamedTensors(others, path, attributes, entries, skipped);
  }

  /**
   * What begins the keys of a part of a network.
   *
   * @param name the part's name, with or without the dot
   * @return the name with a dot
   */
  public static String prefix(String name) {
    return name.endsWith(".") ? name : name + ".";
  }

  /**
   * The same surroundings with a part of the tensors alone, as if it stood alone in the file.
   *
   * @param name what begins the part's keys, with or without the dot
   * @return a changed copy, whose keys are without that beginning; without tensors if there is no
   *     such part
   */
  public NamedTensors under(String name) {
    String prefix = prefix(name);
    Map<String, CheckpointTensor> inside = new LinkedHashMap<>();
    tensors.forEach(
        (key, tensor) -> {
          if (key.startsWith(prefix)) {
            inside.put(key.substring(prefix.length()), tensor);
          }
        });
    return withTensors(inside);
  }
}
