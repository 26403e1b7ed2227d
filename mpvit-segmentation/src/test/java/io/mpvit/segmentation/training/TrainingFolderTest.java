/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders.Item;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingFolderTest {

  private static final ImageSize SIZE = new ImageSize(2, 3);

  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();
  private final WorkListener listener =
      new WorkListener() {
        @Override
        public void warning(String line) {
          warnings.add(line);
        }
      };

  private void picture(String file, ImageSize size) throws IOException {
    byte[] pixels = new byte[3 * size.height() * size.width()];
    ImageWriter.write(
        RgbImage.of(size.width(), size.height(), pixels), folder.resolve("images").resolve(file));
  }

  private void labels(String file, int... values) throws IOException {
    short[] labels = new short[SIZE.height() * SIZE.width()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) values[i % values.length];
    }
    new LabelMap(SIZE, labels).writePng(folder.resolve("labels").resolve(file));
  }

  private TrainingFolder read() throws IOException {
    return TrainingFolder.read(folder, listener);
  }

  private void classes(String text) throws IOException {
    Files.writeString(folder.resolve("classes.txt"), text);
  }

  @Test
  void pairsPicturesWithTheirLabels() throws IOException {
    picture("b.jpg", SIZE);
    picture("a.b.png", SIZE);
    picture("lonely.png", SIZE);
    labels("a.b.png", 0, 1);
    labels("b.png", 1, 255);
    labels("orphan.png", 0);
    Files.writeString(folder.resolve("images/notes.txt"), "nothing");
    classes("sky\n grass \r\n\n");
    TrainingFolder read = read();
    assertThat(read.classes()).containsExactly("sky", "grass");
    assertThat(read.items().stream().map(Item::name)).containsExactly("a.b", "b");
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).contains("lonely.png", "no label map in");
    assertThat(warnings.get(1)).contains("orphan.png", "no picture in");
    assertThat(read.load(read.items().get(1)).labels().label(1, 0)).isEqualTo(255);
  }

  @Test
  void countsClassesWithoutNames() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 6, 255);
    assertThat(read().classes()).hasSize(7).endsWith("class_6");
  }

  @Test
  void zeroMayMeanNothing() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 2, 255);
    classes("-\nsky\ngrass\n");
    TrainingFolder read = read();
    assertThat(read.classes()).containsExactly("sky", "grass");
    LabelMap labels = read.load(read.items().get(0)).labels();
    assertThat(labels.label(0, 0)).isEqualTo(255);
    assertThat(labels.label(1, 0)).isEqualTo(1);
    assertThat(labels.label(2, 0)).isEqualTo(255);
    String inventory = read.inventory();
    classes("sky\ngrass\nother");
    assertThat(read().inventory()).isNotEqualTo(inventory).contains("a.png");
  }

  @Test
  void refusesLabelsThatDoNotFit() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 2);
    picture("b.png", new ImageSize(3, 3));
    labels("b.png", 0);
    classes("sky\ngrass\n");
    TrainingFolder read = read();
    assertThatIOException()
        .isThrownBy(() -> read.load(read.items().get(0)))
        .withMessageContaining("a.png")
        .withMessageContaining("value 2 at x=1, y=0");
    assertThatIOException()
        .isThrownBy(() -> read.load(read.items().get(1)))
        .withMessageContaining("b.png")
        .withMessageContaining("it is of 3 x 3 pixels (width x height)")
        .withMessageContaining("says 3 x 2 pixels");
  }

  private LabelCensus census() throws IOException {
    return LabelCensus.of(read(), listener);
  }

  @Test
  void countsWhatThereIsToLearn() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 1, 255);
    classes("sky\ngrass\nwater\n");
    assertThat(census().pixels()).containsExactly(2L, 2L, 0L);
    assertThat(census().ignored()).isEqualTo(2);
    assertThat(census().shares()).isEqualTo("sky 50.0 %, grass 50.0 %, water 0.0 %");
    assertThat(census().notes())
        .singleElement()
        .asString()
        .contains("1 of 3 classes never occur in the 1 label maps", "water", "0 and 255 need 1");
    labels("a.png", 0, 1);
    classes("sky\ngrass\n");
    assertThat(census().notes()).isEmpty();
  }

  @Test
  void saysWhatTeachesNothing() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 255);
    classes("background\nthing\n");
    assertThat(census().notes()).hasSize(2);
    assertThat(census().notes().get(1)).contains("of one class, background");
    labels("a.png", 255);
    assertThatIOException()
        .isThrownBy(this::census)
        .withMessageContaining("all 1 label maps are ignored (255): there is nothing to learn");
    classes("-\nthing\n");
    labels("a.png", 0);
    assertThatIOException().isThrownBy(this::census).withMessageContaining("(0 and 255)");
    labels("a.png", 9);
    assertThat(census().maps()).as("a value that is no class").isZero();
  }

  @Test
  void nearlyAllIgnoredIsSaid() {
    LabelCensus census = new LabelCensus(List.of("a", "b"), List.of(10L, 20L), 1000, 3, 3);
    assertThat(census.notes())
        .containsExactly("97.1 % of the pixels of the 3 label maps are ignored");
  }

  @Test
  void classFilesOfWindowsEditorsAreRead() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 1);
    classes("\ufeffsky\r\ngrass\r\n");
    assertThat(read().classes()).containsExactly("sky", "grass");
    Files.write(
        folder.resolve("classes.txt"), "\ufeff-\nk\u00f6rper".getBytes(StandardCharsets.UTF_16LE));
    assertThat(read().classes()).containsExactly("k\u00f6rper");
    Files.write(folder.resolve("classes.txt"), "k\u00f6rper".getBytes(StandardCharsets.ISO_8859_1));
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageContaining("classes.txt: byte 2 (0xf6) is not UTF-8");
  }

  @Test
  void refusesFoldersThatSayNothing() throws IOException {
    assertThatIOException().isThrownBy(this::read).withMessageContaining("images");
    picture("a.png", SIZE);
    Files.createDirectories(folder.resolve("labels"));
    assertThatIOException().isThrownBy(this::read).withMessageContaining("belong together");
    labels("a.png", 255);
    assertThatIOException().isThrownBy(this::read).withMessageContaining("classes, found 0");
    classes("-\n");
    assertThatIOException().isThrownBy(this::read).withMessageContaining("classes, found 0");
    classes("sky\n\ngrass\n");
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageContaining("classes.txt")
        .withMessageContaining("line 2 is blank");
    classes("sky");
    picture("a.jpg", SIZE);
    assertThatIOException().isThrownBy(this::read).withMessageContaining("a.jpg");
  }

  @Test
  void brokenLabelsDoNotCount() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 3);
    picture("b.png", SIZE);
    Files.writeString(folder.resolve("labels/b.png"), "no picture");
    assertThat(read().classes()).hasSize(4);
    assertThat(warnings).singleElement().asString().contains("cannot read label map", "b.png");
  }
}
