/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.folder;

import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model as a folder: a file of weights, and {@value #CARD} that says what they are. What else is
 * there, such as notes, is the user's.
 *
 * @param folder where it is
 * @param card what is known of the model
 * @param weightsFile the name of the file of weights in the folder
 * @param weightsSize the number of its bytes
 * @param classes what the classes are called; empty if nobody knows
 * @param preprocessing what happens to pictures
 * @param provenance how the weights came to be: texts by name
 */
public record ModelFolder(
    Path folder,
    ModelCard card,
    String weightsFile,
    long weightsSize,
    Optional<ClassLabels> classes,
    Preprocessing preprocessing,
    Map<String, String> provenance) {

  /** The file that makes a folder a model. */
  public static final String CARD = "mpvit.json";

  /** Checks and copies the parts. */
  public ModelFolder {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(card, "card");
    Objects.requireNonNull(classes, "classes");
    Objects.requireNonNull(preprocessing, "preprocessing");
    if (!Path.of(weightsFile).getFileName().toString().equals(weightsFile)) {
      throw new IllegalArgumentException(
          "the file of weights lies in the folder itself, found \"" + weightsFile + "\"");
    }
    provenance = Map.copyOf(new TreeMap<>(provenance));
  }

  /**
   * Whether a folder is a model.
   *
   * @param folder a path, there or not
   * @return whether it has a card
   */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve(CARD));
  }

  /**
   * Reads a folder.
   *
   * @param folder a folder with a card
   * @return the model
   * @throws IOException if the card cannot be read or is wrong, or the weights are not there or of
   *     another size; the message names the file and the entry
   */
  public static ModelFolder open(Path folder) throws IOException {
    return new FolderReader(folder).read();
  }

  /**
   * Reads the folder that a file of weights belongs to.
   *
   * @param weights a checkpoint
   * @return empty if there is no card beside it, or one of another file
   * @throws IOException as {@link #open} does
   */
  public static Optional<ModelFolder> beside(Path weights) throws IOException {
    Path folder = weights.toAbsolutePath().getParent();
    if (folder == null || !isOne(folder)) {
      return Optional.empty();
    }
    ModelFolder found = open(folder);
    return Optional.of(found)
        .filter(own -> own.weightsFile.equals(weights.getFileName().toString()));
  }

  /**
   * The file of weights.
   *
   * @return a path
   */
  public Path weights() {
    return folder.resolve(weightsFile);
  }

  /**
   * The card's file, for messages.
   *
   * @return a path
   */
  public Path cardFile() {
    return folder.resolve(CARD);
  }
}
