/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.ops.Precision;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.fetch.FetchException;
import io.mpvit.zoo.fetch.ProgressListener;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.hub.HubReference;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.ModelMatch;
import io.mpvit.zoo.network.ModelMatcher;
import io.mpvit.zoo.network.NetworkLoader;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.remedy.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which model, where its weights are, and how it runs.
 *
 * @param <B> the builder itself
 */
public abstract class ModelBuilder<B extends ModelBuilder<B>> {

  /** What is meant as a file, there or not. */
  private static final Pattern FILE =
      Pattern.compile("[/\\\\]|[.](pth|pt|pyth|bin|pkl|safetensors|json)$");

  private final Set<Task> tasks;
  private final String preset;
  private String name;
  private String hub;
  private Path weights;
  private ReadOptions options = ReadOptions.defaults();
  private Device device;
  private Precision precision = Precision.FLOAT32;
  private ProgressListener progress = ProgressListener.NONE;

  /**
   * Begins with the defaults.
   *
   * @param tasks what the model may be for
   * @param preset the model if none is named; null if one must be
   */
  ModelBuilder(Set<Task> tasks, String preset) {
    this.tasks = tasks;
    this.preset = preset;
  }

  @SuppressWarnings("unchecked")
  private B self() {
    return (B) this;
  }

  /**
   * Names the model.
   *
   * @param value a model's name as {@code mpvit models} lists it, the path of a checkpoint, or
   *     {@code hf://OWNER/REPO} for a repository of the Hugging Face hub
   * @return this builder
   */
  public B model(String value) {
    if (ModelCards.published().find(value).isPresent()) {
      name = value;
    } else if (HubReference.isReference(value)) {
      hub = value;
    } else if (Files.isRegularFile(Path.of(value)) || FILE.matcher(value).find()) {
      weights = Path.of(value);
    } else {
      name = value; // unknown: the cards suggest near names
    }
    return self();
  }

  /**
   * Names a checkpoint. Without a model's name the model is found by what is in the file.
   *
   * @param file .pth, .pkl or .safetensors
   * @return this builder
   */
  public B weights(Path file) {
    weights = file;
    return self();
  }

  /**
   * Chooses among several networks in the file of weights (default: the usual or only one).
   *
   * @param value the name of an entry, such as {@code model_ema}, or what begins the keys of the
   *     network, such as {@code teacher}
   * @return this builder
   */
  public B entry(String value) {
    options = options.withEntry(value);
    return self();
  }

  /**
   * Chooses where to run (default: the GPU if PyTorch can use one, else the CPU).
   *
   * @param value a device
   * @return this builder
   */
  public B device(Device value) {
    device = value;
    return self();
  }

  /**
   * Chooses the number format of matrix products and convolutions (default: float32).
   *
   * @param value a format; float16 needs a GPU
   * @return this builder
   */
  public B precision(Precision value) {
    precision = value;
    return self();
  }

  /**
   * Watches a download of the weights (default: silent).
   *
   * @param listener is told what happens
   * @return this builder
   */
  public B progress(ProgressListener listener) {
    progress = listener;
    return self();
  }

  /** Finds the card, gets the weights, loads the network. */
  LoadedNetwork<Object> load() throws IOException, MalformedModelException {
    if (hub != null) {
      weights = WeightsLocator.fromEnvironment().locate(hub, progress);
    }
    ModelCard card = card();
    if (!tasks.contains(card.task())) {
      throw new IllegalArgumentException(
          card.name() + " is a model for " + card.task().label() + " and not what was asked for");
    }
    precision.requireOn(device == null ? Device.cpu() : device);
    Path file = locate(card);
    @SuppressWarnings("unchecked")
    Class<Object> pipeline = (Class<Object>) Presets.of(card).pipelineType();
    LoadedNetwork<Object> loaded = NetworkLoader.load(card, file, options, device, pipeline);
    loaded.block().setPrecision(precision);
    return loaded;
  }

  private Path locate(ModelCard card) throws IOException {
    try {
      return WeightsLocator.fromEnvironment().locate(card, Optional.ofNullable(weights), progress);
    } catch (FetchException e) {
      throw e.in(Remedy.NAME_A_FILE, "weights(FILE) of the builder");
    }
  }

  private ModelCard card() throws IOException, MalformedModelException {
    if (name != null) {
      return ModelCards.published().get(name);
    }
    if (weights == null) {
      if (preset == null) {
        throw new IllegalArgumentException("name a model or a checkpoint");
      }
      return ModelCards.published().get(preset);
    }
    try (StateDict file = StateDict.open(weights, options)) {
      return new ModelMatcher(ModelCards.published())
          .match(file)
          .filter(ModelMatch::isWholeModel)
          .map(match -> match.cards().get(0))
          .orElseThrow(
              () ->
                  new MalformedModelException(
                      weights
                          + " fits no model exactly; with the model's name beside the file the"
                          + " error lists what differs"));
    }
  }
}
