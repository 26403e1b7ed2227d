/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.network;

import ai.djl.MalformedModelException;
import io.mpvit.weights.ClassLabels;
import io.mpvit.zoo.folder.ModelFolder;
import io.mpvit.zoo.folder.Preprocessing;
import io.mpvit.zoo.preset.PictureEntry;
import io.mpvit.zoo.preset.Preset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the card of a model's folder says, against what the library does. */
public final class FolderContract {

  private FolderContract() {}

  /**
   * What happens to pictures before an architecture's network, as cards say it.
   *
   * @param preset the architecture
   * @return the preprocessing
   */
  public static Preprocessing preprocessing(Preset<?> preset) {
    PictureEntry entry = preset.entry();
    return new Preprocessing(entry.rule(), entry.normalization(), entry.divisor());
  }

  /** Refuses a card of this architecture that wants other pictures. */
  static void check(Preset<?> preset, Path weights) throws IOException, MalformedModelException {
    Optional<ModelFolder> folder =
        ModelFolder.beside(weights)
            .filter(own -> own.card().architecture().equals(preset.architecture()));
    Preprocessing expected = preprocessing(preset);
    if (folder.isPresent() && !folder.get().preprocessing().isSame(expected)) {
      throw new MalformedModelException(
          "%s: entry \"preprocessing\": %s has %s, found %s"
              .formatted(
                  folder.get().cardFile(),
                  preset.architecture(),
                  expected,
                  folder.get().preprocessing()));
    }
  }

  /** What the card beside the weights calls the classes. */
  static Optional<ClassLabels> labels(Path weights, int classes)
      throws IOException, MalformedModelException {
    Optional<ModelFolder> folder = ModelFolder.beside(weights);
    Optional<ClassLabels> labels = folder.flatMap(ModelFolder::classes);
    if (labels.isPresent() && labels.get().size() != classes) {
      throw new MalformedModelException(
          "%s: entry \"classes\": the network has %d classes, found %d"
              .formatted(folder.get().cardFile(), classes, labels.get().size()));
    }
    return labels;
  }
}
