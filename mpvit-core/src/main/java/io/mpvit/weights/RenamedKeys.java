/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.weights;

import io.mpvit.checkpoint.tensor.CheckpointTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A layout whose tensors are the network's under other names.
 *
 * <pre>{@code
 * KeyLayout timm =
 *     RenamedKeys.builder("timm")
 *         .rename("head.fc.{*}", "head.projection.{*}")
 *         .rename("stages.0.blocks.{i}.{*}", "blocks.{i}.{*}")
 *         .ignore("num_batches_tracked")
 *         .build();
 * }</pre>
 *
 * <p>The first rule that fits a key decides; keys that no rule fits keep their names.
 */
public final class RenamedKeys implements KeyLayout {

  /** One family of names in the file, and its names in the network. */
  private record Rule(KeyTemplate file, KeyTemplate network) {}

  private final String name;
  private final List<Rule> rules;
  private final List<KeyTemplate> ignored;
  private final Map<KeyTemplate, String> refused;

  private RenamedKeys(Builder builder) {
    name = builder.name;
    rules = List.copyOf(builder.rules);
    ignored = List.copyOf(builder.ignored);
    refused = Collections.unmodifiableMap(new LinkedHashMap<>(builder.refused));
  }

  /**
   * Starts a layout.
   *
   * @param name by which users choose it
   * @return a builder
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, CheckpointTensor> toNetwork(Map<String, CheckpointTensor> file) {
    Map<String, CheckpointTensor> kept = new LinkedHashMap<>(file);
    kept.keySet().removeIf(key -> ignored.stream().anyMatch(i -> i.fits(key)));
    return renamed(kept, this::networkKey);
  }

  @Override
  public Map<String, CheckpointTensor> toFile(Map<String, CheckpointTensor> network) {
    return renamed(network, this::fileKey);
  }

  @Override
  public Optional<String> refusal(Set<String> keys) {
    return refused.entrySet().stream()
        .filter(entry -> keys.stream().anyMatch(key -> entry.getKey().fits(key)))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Map<String, CheckpointTensor> renamed(
      Map<String, CheckpointTensor> tensors, UnaryOperator<String> names) {
    Map<String, CheckpointTensor> result = new LinkedHashMap<>();
    tensors.forEach((key, tensor) -> result.put(names.apply(key), tensor));
    return result;
  }

  private String networkKey(String key) {
    for (Rule rule : rules) {
      Optional<String> translated = rule.file.translate(key, rule.network);
      if (translated.isPresent()) {
        return translated.get();
      }
    }
    return key;
  }

  @Override
  public String fileKey(String key) {
    for (Rule rule : rules) {
      Optional<String> translated = rule.network.translate(key, rule.file);
      if (translated.isPresent()) {
        return translated.get();
      }
    }
    return key;
  }

  /** Collects rules. */
  public static final class Builder {
    private final String name;
    private final List<Rule> rules = new ArrayList<>();
    private final List<KeyTemplate> ignored = new ArrayList<>();
    private final Map<KeyTemplate, String> refused = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Adds a family of names. In braces stand places that take over what they find: {@code {i}}
     * (any letter) a number, {@code {*}} any text.
     *
     * @param file the names in the file, for example {@code layer1.{j}.bn{n}.{*}}
     * @param network the names in the network, with the same places
     * @return this builder
     * @throws IllegalArgumentException if the places differ
     */
    public Builder rename(String file, String network) {
      KeyTemplate own = new KeyTemplate(network);
      rules.add(new Rule(new KeyTemplate(file).withPlacesOf(own), own));
      return this;
    }

    /**
     * Adds names of the file that need no place in the network, such as a classifier's head under a
     * detector.
     *
     * @param file the names, as in {@link #rename}
     * @return this builder
     */
    public Builder ignore(String file) {
      ignored.add(new KeyTemplate(file));
      return this;
    }

    /**
     * Adds names by which files are known that cannot be read.
     *
     * @param file the names, as in {@link #rename}
     * @param reason what to tell, in words that go on after the file's name
     * @return this builder
     */
    public Builder refuse(String file, String reason) {
      refused.put(new KeyTemplate(file), reason);
      return this;
    }

    /**
     * Builds the layout.
     *
     * @return the layout
     */
    public RenamedKeys build() {
      return new RenamedKeys(this);
    }
  }
}
