/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.Lifetime;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.BesideKeys;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.HubConfig;
import io.mpvit.weights.KeyLayout;
import io.mpvit.weights.KeyWrappers;
import io.mpvit.weights.WeightLoader;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.engine.PyTorchEngine;
import io.mpvit.zoo.preset.Preset;
import io.mpvit.zoo.preset.Presets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings networks to life: from a card and a checkpoint file, or from a card with random weights.
 */
public final class NetworkLoader {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkLoader.class);

  private NetworkLoader() {}

  /**
   * Builds a card's network and loads a file into it.
   *
   * @param card a model card
   * @param weights a checkpoint of any layout that is known of it: .pth, .pkl or .safetensors
   * @param manager owns the weights; closing it waits for what runs on the network ({@link
   *     Lifetime})
   * @return the network, frozen
   * @throws MalformedModelException if the file is damaged or is not for this network
   * @throws IOException if the file cannot be read
   */
  public static TorchBlock load(ModelCard card, Path weights, NDManager manager)
      throws IOException, MalformedModelException {
    return load(card, weights, ReadOptions.defaults(), manager);
  }

  /**
   * Builds a card's network and loads an entry of a file into it.
   *
   * @param card a model card
   * @param weights a checkpoint of any layout that is known of it: .pth, .pkl or .safetensors
   * @param options which of several networks in the file is meant
   * @param manager owns the weights
   * @return the network, frozen
   * @throws MalformedModelException if the file is damaged or is not for this network
   * @throws IOException if the file cannot be read
   */
  public static TorchBlock load(
      ModelCard card, Path weights, ReadOptions options, NDManager manager)
      throws IOException, MalformedModelException {
    try (StateDict file = StateDict.open(weights, options)) {
      Preset<?> preset = Presets.of(card);
      FittedNetwork fitted = FittedNetwork.of(preset, file);
      check(preset, fitted, file);
      say(fitted, file);
      fitted.network().freeze();
      Lifetime lifetime = Lifetime.within(manager, card.name());
      boolean loaded = false;
      try {
        new WeightLoader(fitted.rules())
            .load(fitted.network(), fitted.weights(), lifetime.memory());
        fitted.network().setLifetime(lifetime);
        loaded = true;
      } finally {
        if (!loaded) {
          lifetime.close();
        }
      }
      return fitted.network();
    }
  }

  /** What was seen through, and what was passed over. */
  private static void say(FittedNetwork fitted, StateDict file) {
    List<String> around = new ArrayList<>(file.rootPath());
    around.addAll(KeyWrappers.of(file));
    if (!fitted.prefix().isEmpty()) {
      around.add(fitted.prefix().substring(0, fitted.prefix().length() - 1));
    }
    if (!around.isEmpty()) {
      LOG.info("{}: the network is in {}", file.file(), String.join(", ", around));
    }
    int unused = fitted.unused().size();
    if (unused > 0) {
      LOG.warn(
          "{}: {} {} beside the network's unused ({}); it has all that the network needs",
          file.file(),
          unused,
          unused == 1 ? "key is left" : "keys are left",
          BesideKeys.summary(fitted.unused()));
    }
  }

  /** Says in words what lists of keys would say less well. */
  private static void check(Preset<?> preset, FittedNetwork fitted, StateDict file)
      throws IOException, MalformedModelException {
    if (!fitted.rivals().isEmpty()) {
      throw new MalformedModelException(
          "%s holds several networks that fit, under %s; say which by that name (--entry NAME)"
              .formatted(
                  file.file(),
                  Stream.concat(Stream.of(fitted.prefix()), fitted.rivals().stream())
                      .map(prefix -> "'" + prefix.substring(0, prefix.length() - 1) + "'")
                      .collect(Collectors.joining(", "))));
    }
    boolean fits = fitted.mismatch().isEmpty();
    for (KeyLayout layout : fits ? List.<KeyLayout>of() : preset.layouts()) {
      Optional<String> refusal = layout.refusal(KeyLayout.OWN.view(file).keys());
      if (refusal.isPresent()) {
        throw new MalformedModelException(file.file() + " " + refusal.get());
      }
    }
    Optional<String> objection =
        fits
            ? Optional.empty()
            : preset.backbone().objection(fitted.weights(), preset.backbonePrefix());
    if (objection.isPresent()) {
      throw new MalformedModelException(
          file.file() + " does not fit " + preset.architecture() + ": " + objection.get());
    }
    if (!fits || fitted.layout() != KeyLayout.OWN) {
      Optional<HubConfig> config = HubConfig.beside(file.file());
      if (config.isPresent()) {
        preset.check(config.get(), fitted.network());
      }
    }
  }

  /**
   * What a file calls its classes.
   *
   * @param weights a checkpoint
   * @return empty if the file says nothing
   * @throws MalformedModelException if the file is damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<ClassLabels> labels(Path weights)
      throws IOException, MalformedModelException {
    return labels(weights, ReadOptions.defaults());
  }

  private static Optional<ClassLabels> labels(Path weights, ReadOptions options)
      throws IOException, MalformedModelException {
    try (StateDict file = StateDict.open(weights, options)) {
      return ClassLabels.of(file);
    }
  }

  /**
   * What a file, or the hub's configuration beside it, calls the classes of its network.
   *
   * @param card the model
   * @param weights a checkpoint
   * @param classes how many the network has
   * @return empty if nothing is said, or for another number of classes
   * @throws MalformedModelException if the file is damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<ClassLabels> labels(ModelCard card, Path weights, int classes)
      throws IOException, MalformedModelException {
    return labels(card, weights, ReadOptions.defaults(), classes);
  }

  /**
   * What a file, or the hub's configuration beside it, calls the classes of its network.
   *
   * @param card the model
   * @param weights a checkpoint
   * @param options which of several networks in the file is meant
   * @param classes how many the network has
   * @return empty if nothing is said, or for another number of classes
   * @throws MalformedModelException if the file is damaged
   * @throws IOException if it cannot be read
   */
  public static Optional<ClassLabels> labels(
      ModelCard card, Path weights, ReadOptions options, int classes)
      throws IOException, MalformedModelException {
    Optional<ClassLabels> own = labels(weights, options);
    Optional<ClassLabels> labels =
        own.isPresent() ? own : HubConfig.beside(weights).flatMap(Presets.of(card)::labels);
    return labels.filter(found -> found.size() == classes);
  }

  /**
   * Loads a model for inference on a device.
   *
   * @param card a model card
   * @param weights a checkpoint of any layout that is known of it
   * @param device where to run; null for the engine's default
   * @param pipelineType what is to be done with the model, for example {@code
   *     ImageClassifier.class}
   * @param <P> the pipeline
   * @return the network with its pipeline, to be closed
   * @throws MalformedModelException if the file is damaged or is not for this network
   * @throws IOException if the file cannot be read
   * @throws ai.djl.engine.EngineException if PyTorch does not start; the message says what to add
   */
  public static <P> LoadedNetwork<P> load(
      ModelCard card, Path weights, Device device, Class<P> pipelineType)
      throws IOException, MalformedModelException {
    return load(card, weights, ReadOptions.defaults(), device, pipelineType);
  }

  /**
   * Loads a model for inference on a device from an entry of a file.
   *
   * @param card a model card
   * @param weights a checkpoint of any layout that is known of it
   * @param options which of several networks in the file is meant
   * @param device where to run; null for the engine's default
   * @param pipelineType what is to be done with the model, for example {@code
   *     ImageClassifier.class}
   * @param <P> the pipeline
   * @return the network with its pipeline, to be closed
   * @throws MalformedModelException if the file is damaged or is not for this network
   * @throws IOException if the file cannot be read
   */
  public static <P> LoadedNetwork<P> load(
      ModelCard card, Path weights, ReadOptions options, Device device, Class<P> pipelineType)
      throws IOException, MalformedModelException {
    Preset<P> preset = Presets.of(card, pipelineType);
    PyTorchEngine.start();
    NDManager manager = NDManager.newBaseManager(device, PyTorchEngine.NAME);
    TorchBlock block = null;
    try {
      block = load(card, weights, options, manager);
      ClassLabels labels = labels(card, weights, options, preset.classes(block)).orElse(null);
      return new LoadedNetwork<>(card, block, preset.pipeline(block), labels, manager);
    } finally {
      if (block == null) {
        manager.close();
      }
    }
  }

  /**
   * Builds a card's network with the random weights of an untrained network, for measuring.
   *
   * @param card a model card
   * @param manager owns the weights
   * @return the network, frozen
   */
  public static TorchBlock untrained(ModelCard card, NDManager manager) {
    TorchBlock block = Presets.of(card).buildForMeasuring();
    block.freeze();
    block.initialize(manager, DataType.FLOAT32);
    return block;
  }
}
