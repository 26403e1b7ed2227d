/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.classification.evaluation.ImageFolder;
import io.mpvit.training.loop.BatchStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationSourceTest {

  private static final int SIDE = 16;

  @TempDir private Path folder;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private ClassificationSource source(ImageFolder pictures, ClassificationChanges changes) {
    return new ClassificationSource(pictures, changes, 4, 7, warnings::add);
  }

  /** Pictures and targets of a batch, as numbers. */
  private static List<float[]> numbers(ClassificationBatch batch) {
    return List.of(batch.images().toFloatArray(), batch.targets().toFloatArray());
  }

  @Test
  void aBatchFollowsFromItsPositionAlone() throws Exception {
    ClassificationSource source =
        source(DrawnClasses.draw(folder, 3), ClassificationChanges.published(SIDE));
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<ClassificationBatch> all = source.open(0);
        BatchStream<ClassificationBatch> later = source.open(4)) {
      List<List<float[]>> first = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        ClassificationBatch batch = all.next(manager);
        assertThat(batch.images().getShape()).isEqualTo(new Shape(4, 3, SIDE, SIDE));
        assertThat(source.samples(batch)).isEqualTo(4);
        first.add(numbers(batch));
      }
      for (int i = 4; i < 6; i++) {
        List<float[]> again = numbers(later.next(manager));
        assertThat(again.get(0)).isEqualTo(first.get(i).get(0));
        assertThat(again.get(1)).isEqualTo(first.get(i).get(1));
      }
      assertThat(first.get(4).get(0)).isNotEqualTo(first.get(5).get(0));
    }
  }

  @Test
  void mixedTargetsAreDistributionsWithSmoothedLabels() throws Exception {
    ClassificationSource source =
        source(DrawnClasses.draw(folder, 3), ClassificationChanges.published(SIDE));
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<ClassificationBatch> batches = source.open(0)) {
      float[] targets = batches.next(manager).targets().toFloatArray();
      assertThat(targets).hasSize(4 * 3);
      for (int row = 0; row < 4; row++) {
        float sum = targets[3 * row] + targets[3 * row + 1] + targets[3 * row + 2];
        assertThat(sum).isCloseTo(1, within(1e-6f));
      }
      assertThat(targets).doesNotContain(0f).doesNotContain(1f);
    }
  }

  @Test
  void withoutChangesARoundHasEachPictureOnceWithItsClass() throws Exception {
    ImageFolder pictures = DrawnClasses.draw(folder, 4);
    ClassificationSource source = source(pictures, ClassificationChanges.none(SIDE));
    assertThat(source.round()).isEqualTo(12);
    Set<Float> seen = new HashSet<>();
    float[] perClass = new float[3];
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<ClassificationBatch> batches = source.open(0)) {
      for (int i = 0; i < 3; i++) {
        ClassificationBatch batch = batches.next(manager);
        for (int k = 0; k < 4; k++) {
          seen.add(batch.images().get(k).sum().getFloat());
          float[] target = batch.targets().get(k).toFloatArray();
          for (int c = 0; c < 3; c++) {
            perClass[c] += target[c];
          }
        }
      }
    }
    assertThat(seen).hasSize(12);
    assertThat(perClass).containsExactly(4, 4, 4);
  }

  @Test
  void whatIsNoPictureIsLeftOutWithAWarning() throws Exception {
    DrawnClasses.draw(folder, 2);
    Files.writeString(folder.resolve("disk/broken.png"), "not a picture");
    Files.writeString(folder.resolve("disk/notes.txt"), "not even by its name");
    Files.createDirectory(folder.resolve("empty"));
    ImageFolder pictures = ImageFolder.read(folder);
    assertThat(pictures.classes()).containsExactly("cross", "disk", "empty", "nothing");
    ClassificationSource source = source(pictures, ClassificationChanges.none(SIDE));
    assertThat(source.round()).isEqualTo(7);
    int count = 0;
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<ClassificationBatch> batches = source.open(0)) {
      for (int i = 0; i < 7; i++) {
        ClassificationBatch batch = batches.next(manager);
        assertThat(batch.targets().getShape().get(1)).isEqualTo(4);
        count += source.samples(batch);
      }
    }
    assertThat(count).as("4 rounds of 7 with one broken each").isEqualTo(4 * 6);
    assertThat(warnings).isNotEmpty().allMatch(line -> line.contains("broken.png"));
  }

  @Test
  void aBatchOfWhichNothingRemainsEndsTheTraining() throws Exception {
    Path own = Files.createDirectories(folder.resolve("a"));
    Files.writeString(own.resolve("1.png"), "no");
    ClassificationSource source =
        source(ImageFolder.read(folder), ClassificationChanges.published(SIDE));
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<ClassificationBatch> batches = source.open(0)) {
      assertThatIOException()
          .isThrownBy(() -> batches.next(manager))
          .withMessageContaining("no picture of a batch can be read")
          .withMessageContaining("1.png");
    }
  }
}
