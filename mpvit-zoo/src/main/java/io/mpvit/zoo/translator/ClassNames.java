/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.translator;

import ai.djl.Model;
import ai.djl.translate.TranslateException;
import io.mpvit.file.TextFile;
import io.mpvit.weights.ClassLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The names of a model's classes, by DJL's arguments for that: {@code synset}, the names separated
 * by commas; or {@code synsetFileName}, a file with one name per line, relative to the folder of
 * the weights. Without these what the weights' file calls them; else the published names, if there
 * are as many as the network has classes; else {@code class_0}, {@code class_1}, ...
 */
final class ClassNames {

  private static final String SYNSET = "synset";
  private static final String SYNSET_FILE = "synsetFileName";

  private ClassNames() {}

  /**
   * Finds the names.
   *
   * @param arguments DJL's map
   * @param model its properties have the names of the weights' file; its path is the folder of the
   *     weights, or null
   * @param published the names of the published model's classes
   * @param classes the number of the network's classes
   * @return as many names as there are classes, with the data set's numbers if they are known
   * @throws TranslateException if the file cannot be read
   * @throws IllegalArgumentException if there are more or fewer names than classes
   */
  static ClassLabels of(Map<String, ?> arguments, Model model, List<String> published, int classes)
      throws TranslateException {
    if (arguments.get(SYNSET) != null) {
      List<String> names =
          Arrays.stream(arguments.get(SYNSET).toString().split(",")).map(String::strip).toList();
      return checked(SYNSET, names, classes);
    }
    if (arguments.get(SYNSET_FILE) != null) {
      Path folder = model.getModelPath();
      Path file = Path.of(arguments.get(SYNSET_FILE).toString());
      return checked(file.toString(), read(folder == null ? file : folder.resolve(file)), classes);
    }
    return ClassLabels.of(model.getProperties())
        .filter(labels -> labels.size() == classes)
        .orElseGet(
            () ->
                published.size() == classes
                    ? ClassLabels.ofNames(published)
                    : ClassLabels.numbered(classes));
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
