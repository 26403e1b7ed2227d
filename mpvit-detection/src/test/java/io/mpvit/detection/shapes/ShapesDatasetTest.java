/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.coco.eval.CocoEvaluator;
import io.mpvit.detection.coco.eval.IouType;
import io.mpvit.detection.shapes.ShapesDataset.Format;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.work.WorkListener;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapesDatasetTest {

  private static final SceneGenerator GENERATOR = new SceneGenerator(new ImageSize(48, 64), 9);
  private static final ShapesDataset DATASET = new ShapesDataset(GENERATOR, Format.PNG);

  @TempDir private Path folder;

  @Test
  void filesHoldWhatTheGeneratorMakes() throws Exception {
    DATASET.write(folder, 20, WorkListener.NONE);
    CocoDataset read = CocoDataset.read(folder.resolve("instances.json"));
    assertThat(read.images()).hasSize(20);
    assertThat(read.categories()).hasSize(8);
    assertThat(read.categories().get(4).name()).isEqualTo("ring");
    int annotation = 0;
    for (int i = 0; i < 20; i++) {
      Scene scene = GENERATOR.scene(i);
      assertThat(read.images().get(i).size()).isEqualTo(GENERATOR.size());
      Path picture = folder.resolve("images").resolve(read.images().get(i).fileName());
      assertThat(ImageReader.read(picture, Orientation.AS_STORED)).isEqualTo(scene.picture());
      for (SceneObject object : scene.objects()) {
        CocoAnnotation entry = read.annotation(annotation);
        assertThat(entry.image()).isEqualTo(i);
        assertThat(entry.category()).isEqualTo(object.kind().ordinal());
        assertThat(entry.area()).isEqualTo(object.mask().area());
        assertThat(read.mask(annotation)).isEqualTo(object.mask());
        annotation++;
      }
    }
    assertThat(read.annotationCount()).isEqualTo(annotation);
    assertThat(folder.resolve("instances.json.part")).doesNotExist();
  }

  @Test
  void theTruthScoresAsPerfect() throws Exception {
    DATASET.write(folder, 30, WorkListener.NONE);
    CocoDataset truth = CocoDataset.read(folder.resolve("instances.json"));
    CocoResults.Builder results = new CocoResults.Builder("truth");
    for (int i = 0; i < truth.annotationCount(); i++) {
      CocoAnnotation entry = truth.annotation(i);
      results.add(
          truth.images().get(entry.image()).id(),
          truth.categories().get(entry.category()).id(),
          1,
          entry.box(),
          truth.mask(i));
    }
    CocoResults built = results.build();
    for (IouType type : IouType.values()) {
      assertThat(new CocoEvaluator().evaluate(truth, built, type).numbers().get("AP")).isEqualTo(1);
    }
  }

  @Test
  void anInterruptedRunIsContinued() throws Exception {
    Path whole = folder.resolve("whole");
    DATASET.write(whole, 50, WorkListener.NONE);
    Path broken = folder.resolve("broken");
    Stop stop = new Stop();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> DATASET.write(broken, 50, stop))
        .isInstanceOf(CancellationException.class);
    assertThat(broken.resolve("instances.json")).doesNotExist();
    Path journal = broken.resolve("instances.json.part");
    byte[] bytes = Files.readAllBytes(journal);
    Files.write(journal, java.util.Arrays.copyOf(bytes, bytes.length - 10));
    Count count = new Count();
    DATASET.write(broken, 50, count);
    assertThat(count.done).isEqualTo(15);
    assertThat(broken.resolve("instances.json"))
        .hasSameBinaryContentAs(whole.resolve("instances.json"));
    for (int i = 0; i < 50; i++) {
      String name = "images/" + DATASET.fileName(i);
      assertThat(broken.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
      String labels = "labels/%06d.png".formatted(i);
      assertThat(broken.resolve(labels)).hasSameBinaryContentAs(whole.resolve(labels));
    }
    assertThat(broken.resolve("classes.txt")).hasSameBinaryContentAs(whole.resolve("classes.txt"));
  }

  @Test
  void aFinishedDataSetIsLeftAloneAndAnotherIsRefused() throws Exception {
    DATASET.write(folder, 3, WorkListener.NONE);
    Files.delete(folder.resolve("images/000001.png"));
    DATASET.write(folder, 3, WorkListener.NONE);
    assertThat(folder.resolve("images/000001.png")).doesNotExist();
    assertThatIOException()
        .isThrownBy(() -> DATASET.write(folder, 4, WorkListener.NONE))
        .withMessageContaining("instances.json is of another data set");
    SceneGenerator other = new SceneGenerator(GENERATOR.size(), 10);
    assertThatIOException()
        .isThrownBy(() -> new ShapesDataset(other, Format.PNG).write(folder, 3, WorkListener.NONE))
        .withMessageContaining("\"seed\":10");
    Files.writeString(folder.resolve("instances.json"), "[1]");
    assertThatIOException()
        .isThrownBy(() -> DATASET.write(folder, 3, WorkListener.NONE))
        .withMessageContaining("no data set of shapes");
  }

  private static void assertLabels(Path file, Scene scene) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(image.getWidth()).isEqualTo(scene.picture().width());
    byte[] levels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    assertThat(levels).isEqualTo(scene.labels());
  }

  @Test
  void labelMapsHoldTheKinds() throws Exception {
    DATASET.write(folder, 6, WorkListener.NONE);
    for (int i = 0; i < 6; i++) {
      assertLabels(folder.resolve("labels/%06d.png".formatted(i)), GENERATOR.scene(i));
    }
    assertThat(Files.readAllLines(folder.resolve("classes.txt")))
        .hasSize(9)
        .startsWith("background", "circle")
        .endsWith("heart");
  }

  @Test
  void aDataSetWithoutLabelMapsGetsThem() throws Exception {
    DATASET.write(folder, 20, WorkListener.NONE);
    byte[] annotations = Files.readAllBytes(folder.resolve("instances.json"));
    Files.delete(folder.resolve("classes.txt"));
    Files.delete(folder.resolve("labels/000001.png"));
    Files.delete(folder.resolve("labels/000019.png"));
    List<Long> heard = new ArrayList<>();
    WorkListener listener =
        new WorkListener() {
          @Override
          public void started(long alreadyDone, long total) {
            heard.add(total);
          }

          @Override
          public void advanced(long done) {
            heard.add(done);
          }
        };
    DATASET.write(folder, 20, listener);
    assertThat(heard).containsExactly(2L, 2L);
    assertLabels(folder.resolve("labels/000001.png"), GENERATOR.scene(1));
    assertLabels(folder.resolve("labels/000019.png"), GENERATOR.scene(19));
    assertThat(folder.resolve("classes.txt")).exists();
    assertThat(folder.resolve("instances.json")).hasBinaryContent(annotations);
  }

  @Test
  void writesJpegs() throws Exception {
    new ShapesDataset(GENERATOR, Format.JPG).write(folder, 2, WorkListener.NONE);
    try (Stream<Path> files = Files.list(folder.resolve("images"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("000000.jpg", "000001.jpg");
    }
  }

  /** Interrupts the work after the first pictures. */
  private static final class Stop implements WorkListener {
    @Override
    public void advanced(long done) {
      Thread.currentThread().interrupt();
    }

    @Override
    public void ended() {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static final class Count implements WorkListener {
    private long done = -1;

    @Override
    public void started(long alreadyDone, long total) {
      done = alreadyDone;
      assertThat(total).isEqualTo(50);
    }
  }
}
