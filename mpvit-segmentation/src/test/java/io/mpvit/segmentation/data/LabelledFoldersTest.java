/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.reference.ReferenceInputs;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders.Item;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two folders with everything that can be wrong with them. */
class LabelledFoldersTest {

  private static final RgbImage PICTURE = ReferenceInputs.image("image", 1, 4);

  @TempDir private Path folder;
  private Path pictures;
  private Path labels;

  @BeforeEach
  void folders() throws IOException {
    pictures = Files.createDirectories(folder.resolve("pictures"));
    labels = Files.createDirectories(folder.resolve("labels"));
    ImageWriter.write(PICTURE, pictures.resolve("deep/a.jpg"));
    labels(0, 1, 3, 255).writePng(labels.resolve("deep/a.png"));
  }

  private static LabelMap labels(int... values) {
    short[] shorts = new short[values.length];
    for (int i = 0; i < shorts.length; i++) {
      shorts[i] = (short) values[i];
    }
    return new LabelMap(new ImageSize(1, shorts.length), shorts);
  }

  private LabelledFolders read(ZeroLabel zero) throws IOException {
    return LabelledFolders.read(pictures, labels, zero);
  }

  @Test
  void namesAreEqualUpToTheEnding() throws IOException {
    ImageWriter.write(PICTURE, pictures.resolve("b.PNG.png"));
    labels(1, 1, 1, 1).writePng(labels.resolve("c.png"));
    Files.writeString(labels.resolve("notes.txt"), "no label map");
    assertThat(read(ZeroLabel.NOTHING).items())
        .containsExactly(
            new Item("b.PNG", "b.PNG.png", null),
            new Item("c", null, "c.png"),
            new Item("deep/a", "deep/a.jpg", "deep/a.png"));
  }

  @Test
  void zeroIsNothingOrAClass() throws IOException {
    LabelledFolders shifted = read(ZeroLabel.NOTHING);
    Labelled item = shifted.read(shifted.items().get(0), 3);
    assertThat(item.labels()).isEqualTo(labels(255, 0, 2, 255));
    assertThat(item.picture().size()).isEqualTo(new ImageSize(1, 4));
    LabelledFolders plain = read(ZeroLabel.A_CLASS);
    assertThat(plain.read(plain.items().get(0), 4).labels()).isEqualTo(labels(0, 1, 3, 255));
  }

  @Test
  void valuesThatAreNoClassAreShownWithTheirPlace() throws IOException {
    LabelledFolders shifted = read(ZeroLabel.NOTHING);
    assertThatIOException()
        .isThrownBy(() -> shifted.read(shifted.items().get(0), 2))
        .withMessage(
            "label map %s has the value 3 at x=2, y=0, expected 0 where nothing is labelled, 1 to 2"
                + " for classes, 255 to be ignored",
            labels.resolve("deep/a.png"));
    LabelledFolders plain = read(ZeroLabel.A_CLASS);
    assertThatIOException()
        .isThrownBy(() -> plain.read(plain.items().get(0), 3))
        .withMessageContaining("value 3 at x=2, y=0, expected 0 to 2 for classes");
  }

  @Test
  void valuesOfSixteenBitsAreNotCutToEight() throws IOException {
    BufferedImage deep = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {1, 2, 257, 3});
    ImageWriter.write(deep, labels.resolve("deep/a.png"));
    LabelledFolders plain = read(ZeroLabel.A_CLASS);
    assertThatIOException()
        .isThrownBy(() -> plain.read(plain.items().get(0), 10))
        .withMessageContaining("value 257 at x=2");
  }

  @Test
  void paletteIndicesCountNotColours() throws IOException {
    byte[] channel = {(byte) 200, 10, 20, 30};
    IndexColorModel colours = new IndexColorModel(2, 4, channel, channel, channel);
    BufferedImage palette = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_BINARY, colours);
    palette.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {3, 2, 1, 0});
    ImageWriter.write(palette, labels.resolve("deep/a.png"));
    LabelledFolders shifted = read(ZeroLabel.NOTHING);
    assertThat(shifted.read(shifted.items().get(0), 3).labels()).isEqualTo(labels(2, 1, 0, 255));
  }

  @Test
  void sizesThatDifferAreNamed() throws IOException {
    labels(1, 1, 1).writePng(labels.resolve("deep/a.png"));
    LabelledFolders data = read(ZeroLabel.NOTHING);
    assertThatIOException()
        .isThrownBy(() -> data.read(data.items().get(0), 3))
        .withMessageContaining("deep/a.jpg: it is of 4 x 1 pixels (width x height), label map ");
  }

  /** A few kilobytes of PNG that would be half a gigabyte of labels: only its head is read. */
  @Test
  void largeMapOfASmallPictureIsNotDecoded() throws IOException {
    Path file = labels.resolve("deep/a.png");
    BufferedImage large = new BufferedImage(4100, 4100, BufferedImage.TYPE_BYTE_BINARY);
    ImageWriter.write(large, file);
    byte[] head = Arrays.copyOf(Files.readAllBytes(file), 200);
    Files.write(file, head); // what follows is not even there
    LabelledFolders data = read(ZeroLabel.NOTHING);
    String says = file + " is of 4100 x 4100 pixels (width x height), its picture ";
    assertThatIOException()
        .isThrownBy(() -> data.read(data.items().get(0), 3))
        .withMessageContaining(says)
        .withMessageContaining("deep/a.jpg of 4 x 1 pixels");
    assertThatIOException()
        .isThrownBy(() -> data.stored(data.items().get(0)))
        .withMessageContaining(says);
  }

  @Test
  void missingPartnersAreNamed() throws IOException {
    ImageWriter.write(PICTURE, pictures.resolve("b.png"));
    labels(1, 1, 1, 1).writePng(labels.resolve("c.png"));
    LabelledFolders data = read(ZeroLabel.NOTHING);
    assertThatIOException()
        .isThrownBy(() -> data.read(data.items().get(0), 3))
        .withMessage(pictures.resolve("b.png") + " has no label map in " + labels);
    assertThatIOException()
        .isThrownBy(() -> data.read(data.items().get(1), 3))
        .withMessage(labels.resolve("c.png") + " has no picture in " + pictures);
  }

  @Test
  void brokenFilesAreNamed() throws IOException {
    Path file = labels.resolve("deep/a.png");
    byte[] whole = Files.readAllBytes(file);
    LabelledFolders data = read(ZeroLabel.NOTHING);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    assertThatIOException()
        .isThrownBy(() -> data.read(data.items().get(0), 3))
        .withMessageContaining("cannot read label map " + file);
    ImageWriter.write(PICTURE, file);
    assertThatIOException()
        .isThrownBy(() -> data.read(data.items().get(0), 3))
        .withMessageContaining(file + ": expected a grey or palette picture");
    Files.write(file, whole);
    Files.writeString(pictures.resolve("deep/a.jpg"), "no picture");
    assertThatIOException()
        .isThrownBy(() -> data.read(data.items().get(0), 3))
        .withMessageContaining("a.jpg")
        .withMessageContaining("it is text");
  }

  @Test
  void foldersThatDoNotBelongTogetherAreRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatIOException()
        .isThrownBy(() -> LabelledFolders.read(pictures, empty, ZeroLabel.NOTHING))
        .withMessageContaining("found 1 and 0 files, none of which belong together");
    assertThatIOException()
        .isThrownBy(() -> LabelledFolders.read(folder.resolve("none"), labels, ZeroLabel.NOTHING))
        .withMessage(folder.resolve("none") + ": there is no such folder");
    ImageWriter.write(PICTURE, pictures.resolve("deep/a.png"));
    assertThatIOException()
        .isThrownBy(() -> read(ZeroLabel.NOTHING))
        .withMessage("%s: which one is to be taken, deep/a.jpg or deep/a.png?", pictures);
  }
}
