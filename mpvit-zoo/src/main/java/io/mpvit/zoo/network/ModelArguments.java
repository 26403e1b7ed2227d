/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.ops.Precision;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import java.util.Map;
import java.util.Optional;

/**
 * What DJL hands to factories of blocks and translators as a map: from a zoo's metadata, from the
 * query of an {@code mpvit://} address, and from {@code Criteria.optArgument}.
 *
 * @param card the model
 * @param weights the weights file that the user named: a path, or {@code hf://OWNER/REPO}
 * @param options which of several networks in that file is meant
 * @param precision the number format to compute in
 */
public record ModelArguments(
    ModelCard card, Optional<String> weights, ReadOptions options, Precision precision) {

  /** The argument that holds the model's name. */
  public static final String MODEL = "model";

  /** The argument that holds a weights file. */
  public static final String WEIGHTS = "weights";

  /** The argument that names one of several networks in the file: an entry, or a prefix of keys. */
  public static final String ENTRY = "entry";

  /** The argument that holds the number format: {@code fp32} (the default), {@code bf16}, ... */
  public static final String PRECISION = "precision";

  /**
   * Reads the arguments.
   *
   * @param arguments DJL's map
   * @return the arguments
   * @throws IllegalArgumentException if no model is named, there is none of that name, or a value
   *     is wrong
   */
  public static ModelArguments of(Map<String, ?> arguments) {
    Object model = arguments.get(MODEL);
    if (model == null) {
      throw new IllegalArgumentException(
          "the argument \"" + MODEL + "\" is missing: expected a model's name, such as mpvit_tiny");
    }
    Object precision = arguments.get(PRECISION);
    Object entry = arguments.get(ENTRY);
    ReadOptions usual = ReadOptions.defaults();
    return new ModelArguments(
        ModelCards.published().get(model.toString()),
        Optional.ofNullable(arguments.get(WEIGHTS)).map(Object::toString),
        entry == null ? usual : usual.withEntry(entry.toString()),
        precision == null ? Precision.FLOAT32 : Precision.ofLabel(precision.toString()));
  }
}
