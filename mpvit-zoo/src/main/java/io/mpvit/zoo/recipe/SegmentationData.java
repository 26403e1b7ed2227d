/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import io.mpvit.segmentation.training.LabelCensus;
import io.mpvit.segmentation.training.TrainingFolder;
import io.mpvit.weights.ClassLabels;
import io.mpvit.work.WorkListener;
import io.mpvit.zoo.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A folder of pictures and label maps; see {@link TrainingFolder}.
 *
 * @param found what can be learned from
 * @param census how much there is of each class
 * @param digest SHA-256 of the inventory
 */
public record SegmentationData(TrainingFolder found, LabelCensus census, String digest)
    implements TrainingData {

  static SegmentationData read(Path folder, Consumer<String> warnings) throws IOException {
    TrainingFolder found =
        TrainingFolder.read(
            folder,
            new WorkListener() {
              @Override
              public void warning(String line) {
                warnings.accept(line);
              }
            });
    LabelCensus census = LabelCensus.of(found, WorkListener.NONE);
    census.notes().forEach(note -> warnings.accept(found.files().labels() + ": " + note));
    return new SegmentationData(found, census, Sha256.of(found.inventory()));
  }

  @Override
  public ClassLabels labels() {
    List<String> names = found.classes();
    return new ClassLabels(names, found.files().zero().values(names.size()));
  }

  @Override
  public long pictures() {
    return found.items().size();
  }

  @Override
  public String summary() {
    return "%d pictures with label maps, %d classes (%s); left out %d without partner"
        .formatted(
            pictures(),
            found.classes().size(),
            census.shares(),
            found.files().items().size() - pictures());
  }
}
