/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.Model;
import ai.djl.translate.TranslateException;
import io.mpvit.file.TextFile;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.network.ArgumentNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a model's classes, by DJL's arguments for that: {@code synset}, the names separated
 * by commas; or {@code synsetFileName}, a file with one name per line, relative to the folder of
 * the weights. Without these what the weights' file calls them. The rest is the business of {@link
 * io.mpvit.zoo.network.ModelClasses}.
 */
final class ClassNames {

  private static final String SYNSET = ArgumentNames.SYNSET;
  private static final String SYNSET_FILE = ArgumentNames.SYNSET_FILE;

  private ClassNames() {}

  /**
   * Finds the names.
   *
   * @param arguments DJL's map
   * @param model its properties have the names of the weights' file; its path is the folder of the
   *     weights, or null
   * @param classes the number of the network's classes
   * @return as many names as there are classes, with the data set's numbers if they are known;
   *     empty if nobody says any
   * @throws TranslateException if the file cannot be read
   * @throws IllegalArgumentException if there are more or fewer names than classes
   */
  static Optional<ClassLabels> of(Map<String, ?> arguments, Model model, int classes)
      throws TranslateException {
    if (arguments.get(SYNSET) != null) {
      List<String> names =
          Arrays.stream(arguments.get(SYNSET).toString().split(",")).map(String::strip).toList();
      return Optional.of(checked(SYNSET, names, classes));
    }
    if (arguments.get(SYNSET_FILE) != null) {
      Path folder = model.getModelPath();
      Path file = Path.of(arguments.get(SYNSET_FILE).toString());
      List<String> names = read(folder == null ? file : folder.resolve(file));
      return Optional.of(checked(file.toString(), names, classes));
    }
    return ClassLabels.of(model.getProperties()).filter(labels -> labels.size() == classes);
  }

  private static List<String> read(Path file) throws TranslateException {
    try {
      return TextFile.read(file).lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new TranslateException("cannot read the class names in " + file, e);
    }
  }

  private static ClassLabels checked(String source, List<String> names, int classes) {
    if (names.size() != classes) {
      throw new IllegalArgumentException(
          source + " has " + names.size() + " class names, the network has " + classes);
    }
    return ClassLabels.ofNames(names);
  }
}
