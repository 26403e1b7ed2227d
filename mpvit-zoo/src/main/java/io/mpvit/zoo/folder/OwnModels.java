/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.folder;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The user's own models: the folders with cards in a folder of weights.
 *
 * @param byName by the names on the cards, sorted
 * @param faults what is wrong with folders that cannot be used, by the folder's name
 */
public record OwnModels(Map<String, ModelFolder> byName, Map<String, String> faults) {

  /** There are none. */
  public static final OwnModels NONE = new OwnModels(Map.of(), Map.of());

  /**
   * Looks into a folder.
   *
   * @param folder has the models' folders; there or not
   * @return its models; a folder whose card is wrong, or names a model that there is already, is a
   *     fault, and so is a folder that cannot be read
   */
  public static OwnModels in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return NONE;
    }
    List<Path> found;
    try (Stream<Path> entries = Files.list(folder)) {
      found = entries.filter(ModelFolder::isOne).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return new OwnModels(
          Map.of(), Map.of(folder.toString(), "cannot read the folder " + folder + ": " + e));
    }
    ModelCards published = ModelCards.published();
    Map<String, ModelFolder> byName = new TreeMap<>();
    Map<String, String> faults = new LinkedHashMap<>();
    for (Path path : found) {
      try {
        ModelFolder own = ModelFolder.open(path);
        String name = own.card().name();
        Optional<Path> other = Optional.ofNullable(byName.get(name)).map(ModelFolder::folder);
        if (published.find(name).isPresent() || other.isPresent()) {
          throw new IOException(
              "%s: entry \"card\": the name %s is %s's; give the model another"
                  .formatted(
                      own.cardFile(), name, other.map(Path::toString).orElse("a published model")));
        }
        byName.put(name, own);
      } catch (IOException e) {
        faults.put(path.getFileName().toString(), e.getMessage());
      }
    }
    return new OwnModels(byName, faults);
  }

  /**
   * All models that can be named.
   *
   * @return the published ones, then the user's own
   */
  public ModelCards cards() {
    return ModelCards.published().with(byName.values().stream().map(ModelFolder::card).toList());
  }

  /**
   * Finds a model by name.
   *
   * @param name a published model's, or one of the user's own
   * @return its card
   * @throws IllegalArgumentException if there is none; the message says what is wrong with the
   *     folder of that name, or suggests the nearest names
   */
  public ModelCard get(String name) {
    if (faults.containsKey(name) && cards().find(name).isEmpty()) {
      throw new IllegalArgumentException(faults.get(name));
    }
    return cards().get(name);
  }

  /**
   * Finds the folder of a card.
   *
   * @param card any card
   * @return empty if it is not one of these
   */
  public Optional<ModelFolder> folder(ModelCard card) {
    return Optional.ofNullable(byName.get(card.name())).filter(own -> own.card().equals(card));
  }
}
