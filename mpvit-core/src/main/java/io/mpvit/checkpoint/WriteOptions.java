/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How to write a checkpoint file.
 *
 * @param rootEntry .pth only: put the state dict into a dict under this name, as {@code {"model":
 *     ...}}; empty makes the state dict the root
 * @param metadata texts to go with the weights: {@code __metadata__} of a .safetensors file,
 *     further members beside the root entry of a .pth file
 * @param members texts, integers, and lists and maps of them, by name: more members beside the root
 *     entry, for files that Python reads; .pth and .pkl only
 */
public record WriteOptions(
    Optional<String> rootEntry, Map<String, String> metadata, Map<String, Object> members) {

  /** Keeps the order of metadata and members and makes them unmodifiable. */
  public WriteOptions {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /** What stands beside the root entry. */
  Map<String, Object> beside() {
    Map<String, Object> all = new LinkedHashMap<>(metadata);
    all.putAll(members);
    return all;
  }

  /**
   * The default: the state dict alone.
   *
   * @return the default options
   */
  public static WriteOptions defaults() {
    return new WriteOptions(Optional.empty(), Map.of(), Map.of());
  }

  /**
   * Puts the state dict under a name.
   *
   * @param name such as {@code model}
   * @return changed options
   */
  public WriteOptions withRootEntry(String name) {
    return new WriteOptions(Optional.of(name), metadata, members);
  }

  /**
   * Adds texts.
   *
   * @param texts by name
   * @return changed options
   */
  public WriteOptions withMetadata(Map<String, String> texts) {
    return new WriteOptions(rootEntry, texts, members);
  }

  /**
   * Adds plain values beside the root entry.
   *
   * @param values texts, integers, and lists and maps of them, by name
   * @return changed options
   */
  public WriteOptions withMembers(Map<String, Object> values) {
    return new WriteOptions(rootEntry, metadata, values);
  }
}
