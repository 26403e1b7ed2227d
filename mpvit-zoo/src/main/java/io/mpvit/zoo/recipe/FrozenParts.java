/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.backbone.Backbone;
import io.mpvit.nn.TorchBlock;
import java.util.List;

/** Chooses what of a network does not learn. */
public final class FrozenParts {

  private FrozenParts() {}

  /**
   * The first parts of a network's backbone, in the order in which an image meets them.
   *
   * @param network a network on a backbone
   * @param count how many: 0 for none, 1 for the stem, 2 for the stem and the first stage, ...
   * @return their blocks
   * @throws IllegalArgumentException if the backbone has fewer parts
   */
  public static List<TorchBlock> of(TorchBlock network, int count) {
    if (count == 0) {
      return List.of();
    }
    List<List<TorchBlock>> parts = backbone(network).parts();
    if (count < 0 || count > parts.size()) {
      throw new IllegalArgumentException(
          "the backbone has %d parts that can be frozen, the stem and %d stages, found %d"
              .formatted(parts.size(), parts.size() - 1, count));
    }
    return parts.subList(0, count).stream().flatMap(List::stream).toList();
  }

  /** Of a feature pyramid on a backbone, which is one too, the one below. */
  static Backbone backbone(TorchBlock network) {
    return Backbone.of(network).stream()
        .reduce((above, below) -> below)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    network.getClass().getSimpleName() + " has no backbone to freeze"));
  }
}
