/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.reference.ReferenceInputs;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {
  @TempDir Path folder;

  private final RgbImage image = ReferenceInputs.image("image", 20, 30);

  @Test
  void pngComesBackUnchanged() throws IOException {
    Path file = folder.resolve("new/deep/picture.PNG");
    ImageWriter.write(image, file);
    assertThat(ImageReader.read(file, Orientation.AS_STORED)).isEqualTo(image);
    assertThat(Files.readAllBytes(file)).isEqualTo(ImageWriter.toPng(image));
    assertOnly("picture.PNG", file.getParent());
  }

  @Test
  void jpegComesBackAlike() throws IOException {
    Path file = folder.resolve("picture.jpg");
    ImageWriter.write(RgbImage.of(1, 1, new byte[] {100, 50, 20}), file);
    ImageWriter.write(image, file); // replaces
    RgbImage back = ImageReader.read(file, Orientation.AS_STORED);
    assertThat(back.size()).isEqualTo(image.size());
    byte[] a = image.toBytes();
    byte[] b = back.toBytes();
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      difference += Math.abs((a[i] & 0xff) - (b[i] & 0xff)) / (double) a.length;
    }
    assertThat(difference).isBetween(0.01, 20.0);
  }

  @Test
  void greyStaysGrey() throws IOException {
    Path file = folder.resolve("labels.png");
    BufferedImage labels = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    labels.getRaster().setSample(2, 1, 0, 149);
    ImageWriter.write(labels, file);
    BufferedImage back = ImageIO.read(file.toFile());
    assertThat(back.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(back.getRaster().getSample(2, 1, 0)).isEqualTo(149);
  }

  @Test
  void refusesAndLeavesNothingBehind() throws IOException {
    assertThatThrownBy(() -> ImageWriter.write(image, folder.resolve("picture.webp")))
        .hasMessageContaining("picture.webp")
        .hasMessageContaining(".png");
    Path directory = Files.createDirectory(folder.resolve("taken.png"));
    assertThatThrownBy(() -> ImageWriter.write(image, directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("taken.png")
        .hasMessageContaining("directory");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> ImageWriter.write(image, file.resolve("picture.png")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot write picture");
    Files.delete(file);
    assertOnly("taken.png", folder);
  }

  @Test
  void jpegRefusesWhatItCannotHold() {
    BufferedImage alpha = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
    assertThatThrownBy(() -> ImageWriter.write(alpha, folder.resolve("picture.jpg")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("picture.jpg");
  }

  private static void assertOnly(String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly(name);
    }
  }
}
