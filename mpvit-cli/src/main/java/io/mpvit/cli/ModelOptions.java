/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.mpvit.checkpoint.ReadOptions;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.TorchBlock;
import io.mpvit.weights.WeightMismatchException;
import io.mpvit.weights.WeightMismatchException.Mismatch;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.card.Task;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.network.LoadedNetwork;
import io.mpvit.zoo.network.ModelMatch;
import io.mpvit.zoo.network.ModelMatch.Part;
import io.mpvit.zoo.network.ModelMatcher;
import io.mpvit.zoo.network.NetworkLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which model, and where its weights are. */
final class ModelOptions {

  /** What help says of commands whose preset is a model that comes with the library. */
  static final String SMALL_MODEL =
      "Without -m and -w it is our own small model of synthetic shapes, whose weights come with the"
          + " library; it knows nothing of photographs.";

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = "Model name; 'mpvit models' lists them. Left out, it is read off the -w file.")
  private String name;

  @Option(
      names = {"-w", "--weights"},
      paramLabel = ModelFile.LABEL,
      converter = ModelFile.Converter.class,
      description =
          "Weights: .pth, .pkl, .safetensors or .index.json, or a repository of the Hugging Face"
              + " hub (default: looked for, then downloaded).")
  private ModelFile weights;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description =
          "Of several networks in the weights' file, take that of this entry, such as model_ema, or"
              + " whose keys begin so, such as teacher.")
  private String entry;

  /** What of a weights' file is meant. */
  private ReadOptions options() {
    return entry == null ? ReadOptions.defaults() : ReadOptions.defaults().withEntry(entry);
  }

  /** Whether the user named a file. */
  boolean hasFile() {
    return weights != null;
  }

  /**
   * Finds the card, and says so where the user named none.
   *
   * @param preset the model to use if neither a name nor a file is given
   * @param hint what the user may want to know of it
   * @param tasks what the command can do
   * @throws ParameterException if there is no such model, or it does something else
   */
  ModelCard card(String preset, String hint, Set<Task> tasks)
      throws IOException, MalformedModelException {
    if (name == null && weights == null) {
      spec.commandLine().getErr().println("model: " + preset + ". " + hint);
    }
    return card(preset, tasks);
  }

  /**
   * Finds the card.
   *
   * @param preset the model to use if neither a name nor a file is given
   * @param tasks what the command can do
   * @throws ParameterException if there is no such model, or it does something else
   */
  ModelCard card(String preset, Set<Task> tasks) throws IOException, MalformedModelException {
    ModelCard card;
    if (name == null && weights != null) {
      card = ofFile();
    } else {
      try {
        card = ModelCards.published().get(name == null ? preset : name);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }
    if (!tasks.contains(card.task())) {
      throw new ParameterException(
          spec.commandLine(),
          card.name()
              + " is a model for "
              + card.task().label()
              + ", not for '"
              + spec.name()
              + "'");
    }
    return card;
  }

  private ModelCard ofFile() throws IOException, MalformedModelException {
    // Goes through the locator for its messages about files that are none.
    Path file = locate(null);
    return fitting(file).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedModelException(
                    file + " fits no model exactly; 'mpvit inspect " + file + "' says more"));
  }

  /** The models that a file fits. */
  private List<ModelCard> fitting(Path file) throws IOException, MalformedModelException {
    return match(file).filter(ModelMatch::isWholeModel).map(ModelMatch::cards).orElse(List.of());
  }

  private Optional<ModelMatch> match(Path file) throws IOException, MalformedModelException {
    try (StateDict dict = StateDict.open(file, options())) {
      return new ModelMatcher(ModelCards.published()).match(dict);
    }
  }

  /** Gets the weights and loads the model. */
  <P> LoadedNetwork<P> load(ModelCard card, Device device, Class<P> pipelineType)
      throws IOException, MalformedModelException {
    Path file = locate(card);
    try {
      return NetworkLoader.load(card, file, options(), device, pipelineType);
    } catch (WeightMismatchException e) {
      throw mismatch(card, file, e);
    }
  }

  /** Loads the bare network of a file. */
  TorchBlock load(ModelCard card, Path file, NDManager manager)
      throws IOException, MalformedModelException {
    try {
      return NetworkLoader.load(card, file, options(), manager);
    } catch (WeightMismatchException e) {
      throw mismatch(card, file, e);
    }
  }

  /** Says what the file is instead, if that is known; else counts what differs. */
  private MalformedModelException mismatch(
      ModelCard card, Path file, WeightMismatchException failure)
      throws IOException, MalformedModelException {
    String found =
        match(file)
            .flatMap(match -> instead(match, file))
            .orElseGet(() -> count(failure.mismatch(), file));
    return new MalformedModelException(
        file + " does not fit " + card.name() + ": " + found, failure);
  }

  private static Optional<String> instead(ModelMatch match, Path file) {
    if (match.isWholeModel()) {
      List<String> names = match.cards().stream().map(ModelCard::name).toList();
      return Optional.of("it is a checkpoint of " + String.join(" or ", names));
    }
    return match.part() == Part.BACKBONE
        ? Optional.of(
            "it holds no more of it than a backbone, %s; a training starts from it with --init %s"
                .formatted(match.backbone(), file))
        : Optional.empty();
  }

  private static String count(Mismatch mismatch, Path file) {
    return String.format(
        "%d keys missing, %d unexpected, %d of another shape; 'mpvit inspect %s' says more",
        mismatch.missing().size(), mismatch.unexpected().size(), mismatch.misshaped().size(), file);
  }

  /** Gets the weights file, downloading it if need be. */
  Path locate(ModelCard card) throws IOException {
    WeightsLocator locator = WeightsLocator.fromEnvironment();
    return weights == null
        ? locator.locate(card, Optional.empty(), ModelFile.progress())
        : locator.locate(weights.name(), ModelFile.progress());
  }
}
