/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.work.WorkListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledFolderTest {

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

  private LabelledFolder read(LabelRule rule) throws IOException {
    return LabelledFolder.read(folder, rule, listener);
  }

  @Test
  void pairsPicturesWithTheirLabels() throws IOException {
    picture("b.jpg", SIZE);
    picture("a.PNG.png", SIZE);
    picture("lonely.png", SIZE);
    labels("a.PNG.png", 0, 1);
    labels("b.png", 1, 255);
    labels("orphan.png", 0);
    Files.writeString(folder.resolve("images/notes.txt"), "nothing");
    Files.writeString(folder.resolve("classes.txt"), "sky\n grass \r\n\n");
    LabelledFolder read = read(LabelRule.FROM_ZERO);
    assertThat(read.classes()).containsExactly("sky", "grass");
    assertThat(read.entries().stream().map(LabelledFolder.Entry::name))
        .containsExactly("a.PNG", "b");
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).contains("lonely.png", "no ");
    assertThat(warnings.get(1)).contains("orphan.png", "no picture orphan");
    assertThat(read.load(read.entries().get(1)).labels().label(1, 0)).isEqualTo(255);
  }

  @Test
  void countsClassesWithoutNames() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 6, 255);
    assertThat(read(LabelRule.FROM_ZERO).classes()).hasSize(7).endsWith("class_6");
    LabelledFolder shifted = read(LabelRule.FROM_ONE);
    assertThat(shifted.classes()).hasSize(6);
    LabelMap labels = shifted.load(shifted.entries().get(0)).labels();
    assertThat(labels.label(0, 0)).isEqualTo(255);
    assertThat(labels.label(1, 0)).isEqualTo(5);
    assertThat(labels.label(2, 0)).isEqualTo(255);
    assertThat(shifted.inventory()).isNotEqualTo(read(LabelRule.FROM_ZERO).inventory());
  }

  @Test
  void refusesLabelsThatDoNotFit() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 0, 2);
    picture("b.png", new ImageSize(3, 3));
    labels("b.png", 0);
    Files.writeString(folder.resolve("classes.txt"), "sky\ngrass\n");
    LabelledFolder read = read(LabelRule.FROM_ZERO);
    assertThatIOException()
        .isThrownBy(() -> read.load(read.entries().get(0)))
        .withMessageContaining("a.png")
        .withMessageContaining("below 2 or 255 for ignored, found 2");
    assertThatIOException()
        .isThrownBy(() -> read.load(read.entries().get(1)))
        .withMessageContaining("labels")
        .withMessageContaining("is 2x3, its picture")
        .withMessageContaining("is 3x3");
    LabelledFolder shifted = read(LabelRule.FROM_ONE);
    assertThat(shifted.load(shifted.entries().get(0)).labels().label(1, 0)).isEqualTo(1);
  }

  @Test
  void refusesFoldersThatSayNothing() throws IOException {
    assertThatIOException()
        .isThrownBy(() -> read(LabelRule.FROM_ZERO))
        .withMessageContaining("images: expected a folder");
    picture("a.png", SIZE);
    Files.createDirectories(folder.resolve("labels"));
    assertThatIOException()
        .isThrownBy(() -> read(LabelRule.FROM_ZERO))
        .withMessageContaining("no picture has a label map");
    labels("a.png", 255);
    assertThatIOException()
        .isThrownBy(() -> read(LabelRule.FROM_ZERO))
        .withMessageContaining("classes, found 0");
    Files.writeString(folder.resolve("classes.txt"), "sky\n\ngrass\n");
    assertThatIOException()
        .isThrownBy(() -> read(LabelRule.FROM_ZERO))
        .withMessageContaining("classes.txt")
        .withMessageContaining("line 2 is blank");
    Files.writeString(folder.resolve("classes.txt"), "sky");
    picture("a.jpg", SIZE);
    assertThatIOException()
        .isThrownBy(() -> read(LabelRule.FROM_ZERO))
        .withMessageContaining("a.jpg")
        .withMessageContaining("one name");
  }

  @Test
  void brokenLabelsDoNotCount() throws IOException {
    picture("a.png", SIZE);
    labels("a.png", 3);
    picture("b.png", SIZE);
    Files.writeString(folder.resolve("labels/b.png"), "no picture");
    assertThat(read(LabelRule.FROM_ZERO).classes()).hasSize(4);
    assertThat(warnings).singleElement().asString().contains("cannot read label map", "b.png");
  }
}
