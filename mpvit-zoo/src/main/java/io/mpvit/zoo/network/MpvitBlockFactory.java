/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.nn.TorchBlock;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Builds a model's network for DJL and loads its weights, so that the model needs no {@code .param}
 * file. The arguments are those of {@link ModelArguments}. What the weights' file calls the classes
 * becomes properties of the model.
 */
public final class MpvitBlockFactory implements BlockFactory {

  private static final long serialVersionUID = 1L;

  /** Creates a factory; DJL does so by the class's name. */
  public MpvitBlockFactory() {}

  /**
   * Builds and loads a network.
   *
   * @param model gets the weights; closed if they cannot be loaded, because DJL forgets it then
   * @param modelPath ignored: the folder of the weights says too little
   * @param arguments the model's name, and what else there is
   * @return the network, frozen
   * @throws IOException if there are no weights on this machine, or the file cannot be read or is
   *     not for this network
   */
  @Override
  public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) throws IOException {
    Block block = null;
    try {
      block = load(model, ModelArguments.of(arguments));
      return block;
    } catch (MalformedModelException e) {
      throw new IOException(e.getMessage(), e); // the only checked one that DJL allows here
    } finally {
      if (block == null) {
        model.close();
      }
    }
  }

  private static Block load(Model model, ModelArguments arguments)
      throws IOException, MalformedModelException {
    ModelCard card = arguments.card();
    arguments.precision().requireOn(model.getNDManager().getDevice());
    WeightsLocator locator = WeightsLocator.fromEnvironment();
    // the repository has brought them before
    Optional<Path> weights =
        arguments.weights().isPresent()
            ? locator.find(arguments.weights().get())
            : locator.find(card);
    Path file =
        weights.orElseThrow(
            () -> new IOException("the weights of " + card.name() + " are not on this machine"));
    ReadOptions options = arguments.options();
    TorchBlock block = NetworkLoader.load(card, file, options, model.getNDManager());
    NetworkLoader.labels(card, file, options, Presets.of(card).classes(block))
        .ifPresent(labels -> labels.texts().forEach(model::setProperty));
    block.setPrecision(arguments.precision());
    return block;
  }
}
