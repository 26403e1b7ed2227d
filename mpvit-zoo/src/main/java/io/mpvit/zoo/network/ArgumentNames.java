/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.NearestNames;
import io.mpvit.zoo.card.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** The names of the arguments that the factories of blocks and translators know. */
public final class ArgumentNames {

  /** Whether photographs are turned upright. */
  public static final String EXIF = "exif";

  /** Names of classes, separated by commas. */
  public static final String SYNSET = "synset";

  /** A file of names of classes. */
  public static final String SYNSET_FILE = "synsetFileName";

  /** Of classifiers: how many classes JSON has. */
  public static final String TOP_K = "topK";

  /** Of classifiers: whether results are probabilities. */
  public static final String SOFTMAX = "applySoftmax";

  /** Of detectors: the lowest score. */
  public static final String THRESHOLD = "threshold";

  /** Of segmenters: multiples of the published size. */
  public static final String SCALES = "scales";

  /** Of segmenters: whether they look a second time, mirrored. */
  public static final String FLIP = "flip";

  /** Of segmenters: the size of a sliding window. */
  public static final String CROP = "crop";

  /** Of segmenters: the steps of the window. */
  public static final String STRIDE = "stride";

  private static final Set<String> ALL_TASKS =
      Set.of(
          ModelArguments.MODEL,
          ModelArguments.WEIGHTS,
          ModelArguments.PRECISION,
          ModelArguments.ENTRY,
          EXIF,
          SYNSET,
          SYNSET_FILE);

  private static final Map<Task, Set<String>> OF_TASK =
      Map.of(
          Task.CLASSIFICATION, Set.of(TOP_K, SOFTMAX),
          Task.DETECTION, Set.of(THRESHOLD),
          Task.INSTANCE_SEGMENTATION, Set.of(THRESHOLD),
          Task.SEMANTIC_SEGMENTATION, Set.of(SCALES, FLIP, CROP, STRIDE));

  /** What DJL and DJL Serving put there themselves. */
  private static final Set<String> DJLS =
      Set.of(
          "blockFactory",
          "translatorFactory",
          "translator",
          "batchifier",
          "application",
          "engine",
          "modelName");

  private static final String SERVING = "serving.properties";

  private ArgumentNames() {}

  /**
   * Refuses arguments that nothing would heed.
   *
   * @param arguments DJL's map
   * @param card the model
   * @param folder where the weights are; what a {@code serving.properties} there says is DJL
   *     Serving's business; may be null
   * @throws IllegalArgumentException if a name is unknown; the message suggests the nearest ones
   */
  public static void check(Map<String, ?> arguments, ModelCard card, Path folder) {
    Set<String> known = new TreeSet<>(ALL_TASKS);
    known.addAll(OF_TASK.get(card.task()));
    Set<String> others = new TreeSet<>(arguments.keySet());
    others.removeAll(known);
    others.removeAll(DJLS);
    if (others.isEmpty()) {
      return;
    }
    others.removeAll(serving(folder));
    for (String name : others) {
      List<String> nearest = NearestNames.of(name, known);
      throw new IllegalArgumentException(
          card.name()
              + " has no argument \""
              + name
              + "\""
              + (nearest.isEmpty()
                  ? "; it has "
                  : "; did you mean " + String.join(" or ", nearest) + "? It has ")
              + String.join(", ", known));
    }
  }

  private static Set<String> serving(Path folder) {
    Path file = folder == null ? null : folder.resolve(SERVING);
    if (file == null || !Files.isRegularFile(file)) {
      return Set.of();
    }
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return properties.stringPropertyNames();
  }
}
