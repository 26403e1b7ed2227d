/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.fetch.ConsoleProgress;
import io.mpvit.zoo.fetch.WeightsLocator;
import io.mpvit.zoo.folder.ModelFolder;
import io.mpvit.zoo.hub.HubReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A model file as users name it: a path, or {@code hf://OWNER/REPO[@REVISION][/FILE]}, which is
 * fetched from the hub if need be.
 *
 * @param name what stands on the command line
 */
record ModelFile(String name) {

  /** How usage texts call it. */
  static final String LABEL = "FILE|hf://OWNER/REPO";

  /**
   * Gets the file. A path is taken as it is, who opens the file says what is wrong with it; of a
   * model's folder it is the weights.
   */
  Path fetch() throws IOException {
    if (HubReference.isReference(name)) {
      return WeightsLocator.fromEnvironment().locate(name, progress());
    }
    Path path = Path.of(name);
    return ModelFolder.isOne(path) ? ModelFolder.open(path).weights() : path;
  }

  /** Reads a folder that is to be a model. */
  static ModelFolder folder(Path path) throws IOException {
    if (!ModelFolder.isOne(path)) {
      throw new IOException(
          "the folder %s is no model: it has no %s; 'mpvit package' makes one of weights"
              .formatted(path, ModelFolder.CARD));
    }
    return ModelFolder.open(path);
  }

  /** Gets the file, or the weights of a model if there is no such file but a model of that name. */
  Path fetchFileOrModel() throws IOException {
    WeightsLocator locator = WeightsLocator.fromEnvironment();
    Optional<ModelCard> card = locator.own().cards().find(name);
    return card.isPresent() && !Files.exists(Path.of(name))
        ? locator.locate(card.get(), Optional.empty(), progress())
        : fetch();
  }

  /** Shows downloads on the terminal itself: redrawing the bar needs one. */
  static ConsoleProgress progress() {
    return new ConsoleProgress(System.err, TerminalLine.isTerminal());
  }

  /** Reads one from the command line. */
  static final class Converter implements ITypeConverter<ModelFile> {

    @Override
    public ModelFile convert(String value) {
      try {
        if (HubReference.isReference(value)) {
          HubReference.of(value);
        } else {
          Path.of(value);
        }
      } catch (IllegalArgumentException e) { // InvalidPathException is one
        throw new TypeConversionException(e.getMessage());
      }
      return new ModelFile(value);
    }
  }
}
