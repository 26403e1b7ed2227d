/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.nn.Parameter;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.checkpoint.tensor.CheckpointTensor;
import io.mpvit.checkpoint.tensor.TensorType;
import io.mpvit.nn.StateEntry;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.WeightLoader;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows a checkpoint of a known model as another program would have written it: with the names of
 * another of the layouts in which its network is published. No tensor is read.
 */
public final class OtherLayout {

  private OtherLayout() {}

  /**
   * Shows a file in another layout.
   *
   * @param file a checkpoint of one of the zoo's models, in any layout that is known of it
   * @param layout the name of the layout wanted, {@code own} for the network's own names
   * @return a view of the file, with every name that the layout has, ties included; the file must
   *     stay open while it is read
   * @throws IllegalArgumentException if the file fits no model, or its model is in no files of this
   *     layout; the message lists those that there are
   */
  public static StateDict of(StateDict file, String layout) {
    ModelCard card =
        new ModelMatcher(ModelCards.published())
            .match(file)
            .filter(ModelMatch::isWholeModel)
            .map(match -> match.cards().get(0))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        file.file()
                            + " fits no model exactly, so its names cannot be given in the layout "
                            + layout));
    Preset<?> preset = Presets.of(card);
    KeyLayout wanted = wanted(preset.layouts(), layout, card);
    FittedNetwork fitted = FittedNetwork.of(preset, file);
    return file.withTensors(wanted.toFile(whole(fitted.network(), fitted.weights())));
  }

  private static KeyLayout wanted(List<KeyLayout> layouts, String name, ModelCard card) {
    return layouts.stream()
        .filter(layout -> layout.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    card.name()
                        + " has no layout "
                        + name
                        + ", it has "
                        + layouts.stream().map(KeyLayout::name).toList()));
  }

  /** Every key of the network: aliases that the file leaves out, and counters that it lacks. */
  private static Map<String, CheckpointTensor> whole(TorchBlock network, StateDict weights) {
    Map<Parameter, CheckpointTensor> sources = new IdentityHashMap<>();
    for (StateEntry entry : network.stateEntries()) {
      weights.find(entry.key()).ifPresent(tensor -> sources.put(entry.parameter(), tensor));
    }
    Map<String, CheckpointTensor> whole = new LinkedHashMap<>();
    for (StateEntry entry : network.stateEntries()) {
      whole.put(
          entry.key(),
          sources.computeIfAbsent(entry.parameter(), parameter -> counterAtZero(entry)));
    }
    return whole;
  }

  private static CheckpointTensor counterAtZero(StateEntry entry) {
    if (!entry.key().endsWith(WeightLoader.COUNTER)) {
      throw new IllegalStateException("the file has no tensor for " + entry.key());
    }
    return CheckpointTensor.of(TensorType.INT64, ByteBuffer.allocate(Long.BYTES));
  }
}
