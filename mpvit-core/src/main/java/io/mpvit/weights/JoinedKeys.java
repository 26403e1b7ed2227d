/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layout whose files keep apart what the network has in one tensor, such as the projections of
 * queries, keys and values: the parts have equal numbers of rows and stand one after the other.
 *
 * <pre>{@code
 * KeyLayout apart =
 *     JoinedKeys.of("apart", "attn.in_proj_{*}", "attn.q.{*}", "attn.k.{*}", "attn.v.{*}");
 * }</pre>
 *
 * <p>Parts that are not all there, or that do not fit together, keep their names, so that a loader
 * says what is missing.
 */
public final class JoinedKeys implements KeyLayout {

  private final String name;
  private final KeyTemplate whole;
  private final List<KeyTemplate> parts;

  private JoinedKeys(String name, KeyTemplate whole, List<KeyTemplate> parts) {
    this.name = name;
    this.whole = whole;
    this.parts = parts;
  }

  /**
   * Makes a layout.
   *
   * @param name by which users choose it
   * @param network the names in the network, as in {@link RenamedKeys.Builder#rename}
   * @param file the names of the parts in the file, in the order of their rows, each with the
   *     places of {@code network}
   * @return the layout
   * @throws IllegalArgumentException if places differ
   */
  public static JoinedKeys of(String name, String network, String... file) {
    KeyTemplate whole = new KeyTemplate(network);
    List<KeyTemplate> parts = new ArrayList<>();
    for (String part : file) {
      parts.add(new KeyTemplate(part).withPlacesOf(whole));
    }
    return new JoinedKeys(name, whole, List.copyOf(parts));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    Map<String, CheckpointTensor> network = new LinkedHashMap<>();
    file.forEach(
        (key, tensor) -> {
          Optional<String> joined = wholeOf(key);
          Optional<CheckpointTensor> value = joined.flatMap(name -> joined(name, file));
          if (value.isPresent()) {
            network.putIfAbsent(joined.get(), value.get());
          } else {
            network.put(key, tensor);
          }
        });
    return network;
  }

  /** The name of the whole that a file's tensor is a part of. */
  private Optional<String> wholeOf(String key) {
    return parts.stream().flatMap(part -> part.translate(key, whole).stream()).findFirst();
  }

  private Optional<CheckpointTensor> joined(String name, Map<String, CheckpointTensor> file) {
    List<CheckpointTensor> found =
        parts.stream()
            .flatMap(part -> whole.translate(name, part).map(file::get).stream())
            .toList();
    try {
      return found.size() == parts.size()
          ? Optional.of(CheckpointTensor.joined(found))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // shapes that do not go together are for the loader to report
    }
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    Map<String, CheckpointTensor> file = new LinkedHashMap<>();
    network.forEach(
        (key, tensor) -> {
          long[] shape = tensor.shape();
          boolean divides = shape.length > 0 && shape[0] % parts.size() == 0;
          if (divides && whole.fits(key)) {
            long rows = shape[0] / parts.size();
            for (int p = 0; p < parts.size(); p++) {
              file.put(
                  whole.translate(key, parts.get(p)).orElseThrow(),
                  tensor.rows(p * rows, (p + 1) * rows));
            }
          } else {
            file.put(key, tensor);
          }
        });
    return file;
  }

  @Override
  public String fileKey(String key) {
    return whole.translate(key, parts.get(0)).orElse(key);
  }
}
