/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.NDManager;
import io.mpvit.detection.augment.DetectionAugmentation;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.detection.shapes.ShapesDataset;
import io.mpvit.detection.target.DetectionBatch;
import io.mpvit.detection.transform.DetectorTransform;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.ShortestEdgeResize;
import io.mpvit.training.RandomStreams;
import io.mpvit.training.loop.BatchStream;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionSourceTest {

  private static final ShortestEdgeResize SIZE = new ShortestEdgeResize(48, 96);

  @TempDir private Path folder;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  private DetectionSource source(int pictures, int batch) throws IOException {
    new ShapesDataset(new SceneGenerator(new ImageSize(32, 40), 4), ShapesDataset.Format.PNG)
        .write(folder, pictures, WorkListener.NONE);
    CocoDataset dataset = CocoDataset.read(folder.resolve("instances.json"));
    TrainingPictures data =
        TrainingPictures.of(dataset, folder.resolve("images"), true, warnings::add);
    return new DetectionSource(
        data.pictures(),
        true,
        DetectionAugmentation.resizeAndFlip(SIZE),
        new DetectorTransform(SIZE, Normalization.DETECTRON2, 32),
        batch,
        9,
        warnings::add);
  }

  /** What a batch says, to compare. */
  private static String text(DetectionBatch batch) {
    return Arrays.hashCode(batch.images().tensor().toFloatArray())
        + batch.truths().stream().map(t -> Arrays.toString(t.boxes())).toList().toString();
  }

  @Test
  void whatStandsAtAPositionDependsOnNothingElse() throws Exception {
    DetectionSource source = source(5, 2);
    List<String> all = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<DetectionBatch> stream = source.open(0)) {
      for (int i = 0; i < 9; i++) {
        all.add(text(stream.next(manager)));
      }
    }
    assertThat(all).doesNotHaveDuplicates();
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<DetectionBatch> stream = source.open(6)) {
      for (int i = 6; i < 9; i++) {
        assertThat(text(stream.next(manager))).isEqualTo(all.get(i));
      }
    }
  }

  @Test
  void batchesHaveTheNetworksSizeAndMasks() throws Exception {
    DetectionSource source = source(4, 3);
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<DetectionBatch> stream = source.open(0)) {
      DetectionBatch batch = stream.next(manager);
      assertThat(batch.images().tensor().getShape().getShape()).containsExactly(3, 3, 64, 64);
      assertThat(batch.images().sizes()).containsOnly(new ImageSize(48, 60));
      assertThat(source.samples(batch)).isEqualTo(3);
      assertThat(batch.truths()).allMatch(truth -> truth.polygons().size() == truth.size());
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void leavesOutPicturesThatCannotBeReadOrHaveAnotherSize() throws Exception {
    DetectionSource source = source(2, 2);
    Path first = folder.resolve("images/000000.png");
    Files.write(first, new byte[] {1, 2, 3});
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<DetectionBatch> stream = source.open(0)) {
      assertThat(stream.next(manager).truths()).hasSize(1);
      assertThat(warnings.get(0)).startsWith("left out image").contains("000000.png");
    }
    new ShapesDataset(new SceneGenerator(new ImageSize(40, 32), 4), ShapesDataset.Format.PNG)
        .write(folder.resolve("other"), 2, WorkListener.NONE);
    for (String name : List.of("000000.png", "000001.png")) {
      Files.delete(folder.resolve("images").resolve(name));
      Files.copy(
          folder.resolve("other/images").resolve(name), folder.resolve("images").resolve(name));
    }
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<DetectionBatch> stream = source.open(0)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> stream.next(manager))
          .withMessageContaining("no picture of a batch")
          .withMessageContaining("its entry says");
    }
  }

  @Test
  void everyRoundHasEveryPictureAndBatchesAreOfOneAspect() {
    ImageSize wide = new ImageSize(2, 3);
    ImageSize square = new ImageSize(3, 3);
    List<ImageSize> sizes =
        Stream.concat(
                Collections.nCopies(6, wide).stream(), Collections.nCopies(4, square).stream())
            .toList();
    BatchOrder order = new BatchOrder(sizes, 2, new RandomStreams(1));
    List<List<Integer>> rounds = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        int[] batch = order.next();
        assertThat(batch[0] < 6).isEqualTo(batch[1] < 6);
        IntStream.of(batch).forEach(seen::add);
      }
      assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      rounds.add(seen);
    }
    assertThat(rounds).doesNotHaveDuplicates();
  }
}
