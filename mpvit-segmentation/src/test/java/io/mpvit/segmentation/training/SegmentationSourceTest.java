/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.KeepRatioResize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.augment.PhotometricDistortion;
import io.mpvit.segmentation.augment.SegmentationAugmentation;
import io.mpvit.training.loop.BatchStream;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentationSourceTest {

  private static final SegmentationAugmentation CROPS =
      new SegmentationAugmentation(
          new KeepRatioResize(24, 16),
          0.75,
          1.25,
          new ImageSize(16, 16),
          0.9,
          PhotometricDistortion.published());

  /** Whole pictures of 16 x 16 at the top left of 20 x 18. */
  private static final SegmentationAugmentation WHOLE =
      new SegmentationAugmentation(
          new KeepRatioResize(16, 16),
          1,
          1,
          new ImageSize(20, 18),
          1,
          PhotometricDistortion.none());

  @TempDir private Path folder;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  /** Pictures of one label each, their number, and the same in red. */
  private SegmentationSource source(SegmentationAugmentation augmentation, int pictures, int batch)
      throws IOException {
    ImageSize size = new ImageSize(16, 16);
    for (int n = 0; n < pictures; n++) {
      byte[] pixels = new byte[3 * 256];
      short[] labels = new short[256];
      Arrays.fill(labels, (short) n);
      for (int i = 0; i < pixels.length; i += 3) {
        pixels[i] = (byte) n;
      }
      String name = n + ".png";
      ImageWriter.write(RgbImage.of(16, 16, pixels), folder.resolve("images").resolve(name));
      new LabelMap(size, labels).writePng(folder.resolve("labels").resolve(name));
    }
    return new SegmentationSource(
        TrainingFolder.read(folder, WorkListener.NONE),
        augmentation,
        Normalization.DETECTRON2,
        batch,
        9,
        warnings::add);
  }

  private static List<String> texts(SegmentationSource source, long position, int count)
      throws Exception {
    List<String> texts = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<SegmentationBatch> stream = source.open(position)) {
      for (int i = 0; i < count; i++) {
        SegmentationBatch batch = stream.next(manager);
        texts.add(
            Arrays.hashCode(batch.images().toFloatArray())
                + Arrays.toString(batch.labels().toLongArray()));
      }
    }
    return texts;
  }

  @Test
  void whatStandsAtAPositionFollowsFromTheSeed() throws Exception {
    SegmentationSource source = source(CROPS, 5, 3);
    List<String> all = texts(source, 0, 6);
    assertThat(all).doesNotHaveDuplicates();
    assertThat(texts(source, 4, 2)).isEqualTo(all.subList(4, 6));
    assertThat(warnings).isEmpty();
  }

  @Test
  void everyPictureComesOnceInARound() throws Exception {
    SegmentationSource source = source(WHOLE, 6, 4);
    List<Long> seen = new ArrayList<>();
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<SegmentationBatch> stream = source.open(0)) {
      for (int i = 0; i < 3; i++) {
        SegmentationBatch batch = stream.next(manager);
        assertThat(source.samples(batch)).isEqualTo(4);
        for (int n = 0; n < 4; n++) {
          seen.add(batch.labels().getLong(n, 0, 0));
        }
      }
    }
    assertThat(new TreeSet<>(seen.subList(0, 6))).hasSize(6);
    assertThat(new TreeSet<>(seen.subList(6, 12))).hasSize(6);
    assertThat(seen.subList(0, 6)).isNotEqualTo(seen.subList(6, 12));
  }

  @Test
  void smallPicturesArePadded() throws Exception {
    SegmentationSource source = source(WHOLE, 2, 2);
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<SegmentationBatch> stream = source.open(0)) {
      SegmentationBatch batch = stream.next(manager);
      assertThat(batch.images().getShape()).isEqualTo(new Shape(2, 3, 20, 18));
      for (int n = 0; n < 2; n++) {
        long label = batch.labels().getLong(n, 15, 15);
        assertThat(label).isBetween(0L, 1L);
        assertThat(batch.images().getFloat(n, 0, 15, 15)).isEqualTo((label - 123.675f) / 58.395f);
        assertThat(batch.labels().getLong(n, 16, 15)).isEqualTo(255);
        assertThat(batch.labels().getLong(n, 15, 16)).isEqualTo(255);
        assertThat(batch.images().getFloat(n, 0, 16, 15)).isZero();
      }
    }
  }

  @Test
  void anotherPictureTakesThePlaceOfABadOne() throws Exception {
    SegmentationSource source = source(WHOLE, 4, 4);
    Files.writeString(folder.resolve("images/2.png"), "no picture");
    new LabelMap(new ImageSize(1, 1), new short[1]).writePng(folder.resolve("labels/3.png"));
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<SegmentationBatch> stream = source.open(0)) {
      SegmentationBatch batch = stream.next(manager);
      assertThat(source.samples(batch)).isEqualTo(4);
      for (int n = 0; n < 4; n++) {
        assertThat(batch.labels().getLong(n, 0, 0)).isBetween(0L, 1L);
      }
    }
    assertThat(warnings).anyMatch(line -> line.startsWith("left out 2: cannot read picture"));
    assertThat(warnings).anyMatch(line -> line.contains("3.png: it is of 16 x 16 pixels"));
    assertThat(texts(source, 0, 2)).as("resumes alike").isEqualTo(texts(source, 0, 2));
  }

  @Test
  void endsIfNothingIsLeft() throws Exception {
    SegmentationSource source = source(WHOLE, 2, 2);
    Files.writeString(folder.resolve("images/0.png"), "");
    Files.writeString(folder.resolve("images/1.png"), "");
    try (NDManager manager = NDManager.newBaseManager();
        BatchStream<SegmentationBatch> stream = source.open(0)) {
      assertThatIOException()
          .isThrownBy(() -> stream.next(manager))
          .withMessageContaining("10 pictures in a row cannot be used; left out ");
    }
  }

  @Test
  void refusesBatchesThatDoNotFit() throws Exception {
    SegmentationSource source = source(WHOLE, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SegmentationSource(
                    source.data(), WHOLE, Normalization.DETECTRON2, 0, 1, warnings::add))
        .withMessageContaining("found 0");
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new SegmentationBatch(
                      manager.zeros(new Shape(1, 3, 4, 4)), manager.zeros(new Shape(1, 4, 4))))
          .withMessageContaining("int64 labels");
    }
  }
}
