/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone;

import io.mpvit.checkpoint.StateDict;
import io.mpvit.weights.KeyLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The architecture of a backbone, as far as heads and the zoo need to know it. Every family of
 * backbones has an immutable record of its own that implements this, beside its blocks; a head
 * never knows which one it holds.
 */
public interface BackboneConfig {

  /**
   * Builds the network.
   *
   * @return a backbone whose parameters have no values yet
   */
  Backbone build();

  /**
   * Builds the ImageNet classifier that was published on this backbone.
   *
   * @param classes number of logits, at least 1
   * @return a classifier whose parameters have no values yet
   */
  BackboneClassifier classifier(int classes);

  /**
   * The same architecture with another drop-path rate, as detectors and segmenters train with.
   *
   * @param rate the rate of the last block, in [0, 1)
   * @return a changed copy; this very configuration if the family knows no drop path
   */
  default BackboneConfig withDropPathRate(float rate) {
    return this;
  }

  /**
   * The same architecture with what only a checkpoint knows of it, such as the width of an MLP on
   * which the publications disagree.
   *
   * @param weights the file, under this backbone's own keys
   * @param prefix what stands before the backbone's keys
   * @return a changed copy, or this configuration where the file shows nothing else
   */
  default BackboneConfig adapt(StateDict weights, String prefix) {
    return this;
  }

  /**
   * What is known of a file that has this backbone's names and does not fit it, such as another
   * variant of the same size.
   *
   * @param weights the file, under this backbone's own keys
   * @param prefix what stands before the backbone's keys
   * @return why it does not fit, in words; empty if there is no more to say than its shapes do
   */
  default Optional<String> objection(StateDict weights, String prefix) {
    return Optional.empty();
  }

  /**
   * How other programs name the tensors of this backbone, in the order in which they are tried.
   *
   * @return the layouts, {@link KeyLayout#OWN} first
   */
  default List<KeyLayout> layouts() {
    return List.of(KeyLayout.OWN);
  }

  /**
   * What a reader of a checkpoint may want to know of the architecture that was found in it.
   *
   * @return short names and values, such as {@code mlp_ratio} and 4; empty if there is nothing
   *     beyond the model's name
   */
  default Map<String, Number> facts() {
    return Map.of();
  }
}
