/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.repository;

import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.ModelCards;
import io.mpvit.zoo.folder.FolderWriter;
import io.mpvit.zoo.folder.ModelFolder;
import io.mpvit.zoo.network.FolderContract;
import io.mpvit.zoo.network.MpvitBlockFactory;
import io.mpvit.zoo.preset.Presets;
import io.mpvit.zoo.translator.MpvitTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes a folder that has a file of weights a model that every door of the library takes. */
public final class ModelPackage {

  private ModelPackage() {}

  /**
   * Writes the card, and what DJL needs, beside weights.
   *
   * @param weights a checkpoint of the card's architecture, in the folder that becomes a model
   * @param card what is known of the model
   * @param classes what its classes are called; empty if nobody knows
   * @param provenance how the weights came to be: texts by name
   * @return the model
   * @throws IOException if a file cannot be written; the message names it
   */
  public static ModelFolder write(
      Path weights, ModelCard card, Optional<ClassLabels> classes, Map<String, String> provenance)
      throws IOException {
    ModelFolder model =
        new ModelFolder(
            weights.toAbsolutePath().getParent(),
            card,
            weights.getFileName().toString(),
            Files.size(weights),
            classes,
            FolderContract.preprocessing(Presets.of(card)),
            provenance);
    FolderWriter.write(
        model,
        Map.of(
            "blockFactory", MpvitBlockFactory.class.getName(),
            "translatorFactory", MpvitTranslatorFactory.class.getName()));
    return model;
  }

  /**
   * What a model is called if nobody gives it a name: as its folder is.
   *
   * @param folder a folder, there or not
   * @return lower-case words joined by {@code _}, and no published model's name
   */
  public static String name(Path folder) {
    String text =
        folder
            .toAbsolutePath()
            .normalize()
            .getFileName()
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_|_$", "");
    String name = text.isEmpty() ? "model" : text;
    return ModelCards.published().find(name).isPresent() ? name + "_own" : name;
  }
}
