/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.weights.WeightMismatchException.Mismatch;
import io.mpvit.zoo.card.ModelCard;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a checkpoint file relates to the models of the zoo.
 *
 * @param part what of the models the file holds
 * @param cards the models: all that share the architecture or whose networks have the same tensors
 *     (or, for a backbone, the backbone)
 * @param backbone the backbone's preset, such as {@code mpvit_small}
 * @param prefix what stands before the backbone's keys in the file
 * @param layout how the file names the tensors, such as {@code own} or {@code timm}
 * @param facts what else the file shows of the backbone, such as {@code mlp_ratio}
 * @param classes the number of classes that the file shows, if it is a whole model
 * @param unused keys of a whole model's file that lie beside the model's and are passed over
 * @param ties keys of the file under which it repeats a tensor that the network has once, and the
 *     key of that tensor
 * @param mismatch the disagreements; for a backbone, the keys of the file that are not the
 *     backbone's are the unexpected ones
 */
public record ModelMatch(
    Part part,
    List<ModelCard> cards,
    String backbone,
    String prefix,
    String layout,
    Map<String, Number> facts,
    OptionalInt classes,
    List<String> unused,
    Map<String, String> ties,
    Mismatch mismatch) {

  /** What of a model a file holds. */
  public enum Part {
    /** Backbone and head. */
    MODEL,
    /** The backbone, perhaps with other things that are not known. */
    BACKBONE
  }

  /** Copies the collections. */
  public ModelMatch {
    cards = List.copyOf(cards);
    facts = Map.copyOf(facts);
    unused = List.copyOf(unused);
    ties = Map.copyOf(ties);
  }

  /** Whether the file loads as one of these models, without a difference. */
  public boolean isWholeModel() {
    return part == Part.MODEL && mismatch.isEmpty();
  }

  /** The same for other models, whose networks have the same tensors. */
  ModelMatch withCards(List<ModelCard> models) {
    return new ModelMatch(
        part, models, backbone, prefix, layout, facts, classes, unused, ties, mismatch);
  }

  /** The number of keys that differ. */
  int differences() {
    return mismatch.count();
  }
}
