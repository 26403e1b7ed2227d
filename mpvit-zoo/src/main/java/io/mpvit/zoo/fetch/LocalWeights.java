/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.fetch;

import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.card.Place;
import io.mpvit.zoo.fetch.FetchException.Reason;
import io.mpvit.zoo.remedy.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Weights files that are on this machine. */
final class LocalWeights {

  private static final List<String> ENDINGS =
      List.of(".safetensors", ".pth", ".pkl", ".pyth", ".pt", ".bin", ".safetensors.index.json");

  private LocalWeights() {}

  /**
   * Looks into a folder for the published files' names, then for the model's name with the endings
   * of weights.
   */
  static Optional<Path> in(Path folder, ModelCard card) {
    return Stream.concat(
            Stream.concat(
                card.places().stream().map(Place::fileName), Stream.of(card.weightsFileName())),
            ENDINGS.stream().map(ending -> card.name() + ending))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Checks that a file can be weights; of a folder as the hub's models are, finds the weights. */
  static Path require(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      Optional<Path> inside =
          HubModels.FILES.stream().map(file::resolve).filter(Files::isRegularFile).findFirst();
      if (inside.isPresent()) {
        return require(inside.get());
      }
      throw new FetchException(
          Reason.NOT_FOUND,
          "weights file %s is a folder, expected a file or a folder with one of %s"
              .formatted(file, HubModels.FILES));
    }
    if (!Files.exists(file)) {
      throw new FetchException(Reason.NOT_FOUND, "weights file " + file + " does not exist");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(NotWeights.HEAD);
    } catch (IOException e) {
      throw new FetchException(
          Reason.LOCAL_DISK, "cannot read weights file " + file + ": " + LocalFiles.describe(e), e);
    }
    Content expected = WeightsDigest.isIndex(file) ? Content.JSON : Content.WEIGHTS;
    Optional<String> what = expected.otherThan("", head);
    if (what.isPresent()) {
      throw new FetchException(
          Reason.NOT_WEIGHTS, file + " is " + what.get() + ", not weights; get the file again");
    }
    return file;
  }

  /** Checks the folder that the user named. */
  static Path requireFolder(Path folder) throws FetchException {
    if (!Files.isDirectory(folder)) {
      throw new FetchException(
          Reason.NOT_FOUND,
          WeightsPlaces.SETTING
              + " is "
              + folder
              + (Files.exists(folder)
                  ? ", which is a file, expected a folder or a mirror's address; a single file is"
                      + " named otherwise"
                  : ", which does not exist; expected a folder or a mirror's address"),
          Remedy.NAME_A_FILE,
          null);
    }
    return folder;
  }
}
