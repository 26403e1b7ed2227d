/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.image.ImageSize;
import io.mpvit.testing.Npz;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelMapTest {

  private static final LabelMap MAP =
      new LabelMap(new ImageSize(2, 3), new short[] {5, 0, 5, 149, 5, 0});

  @Test
  void sharesAreSortedBySize() {
    assertThat(MAP.shares())
        .containsExactly(
            new ClassShare(5, 3, 0.5),
            new ClassShare(0, 2, 2 / 6.0),
            new ClassShare(149, 1, 1 / 6.0));
  }

  @Test
  void pngHoldsTheIndices(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("new").resolve("labels.png");
    MAP.writePng(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getRaster().getNumBands()).isEqualTo(1);
    assertThat(image.getSampleModel().getSampleSize(0)).isEqualTo(8);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        assertThat(image.getRaster().getSample(x, y, 0)).isEqualTo(MAP.label(x, y));
      }
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatPngCannotHoldIsRefused(@TempDir Path folder) {
    LabelMap large = new LabelMap(new ImageSize(1, 1), new short[] {256});
    Path file = folder.resolve("a.png");
    assertThatThrownBy(() -> large.writePng(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("256");
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> MAP.writePng(folder.resolve("a.jpg")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.jpg");
  }

  @Test
  void indicesAreUnsigned() {
    LabelMap map = new LabelMap(new ImageSize(1, 1), new short[] {(short) 40_000});
    assertThat(map.label(0, 0)).isEqualTo(40_000);
    assertThat(map.shares()).containsExactly(new ClassShare(40_000, 1, 1));
  }

  @Test
  void placesAndLengthsAreChecked() {
    assertThatThrownBy(() -> MAP.label(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new LabelMap(new ImageSize(2, 2), new short[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2")
        .hasMessageContaining("found 3");
  }

  @ParameterizedTest
  @CsvSource({"20, 28", "80, 112", "53, 75", "33, 41", "40, 56"})
  void resizingTakesTheNearestAsTheReferenceDoes(int height, int width) {
    Npz golden = Npz.resource("/reference/upernet/preprocess.golden.npz");
    LabelMap source = map(golden, "resize.label_40x56", 40, 56);
    String name = "resize.nearest.label.%dx%d".formatted(height, width);
    assertThat(source.resized(new ImageSize(height, width)))
        .isEqualTo(map(golden, name, height, width));
  }

  private static LabelMap map(Npz golden, String name, int height, int width) {
    int[] values = golden.ints(name);
    short[] labels = new short[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (short) values[i];
    }
    return new LabelMap(new ImageSize(height, width), labels);
  }

  @Test
  void windowsAndMirrorImages() {
    assertThat(MAP.crop(1, 0, new ImageSize(2, 2)))
        .isEqualTo(new LabelMap(new ImageSize(2, 2), new short[] {0, 5, 5, 0}));
    assertThat(MAP.crop(0, 0, MAP.size())).isSameAs(MAP);
    assertThat(MAP.mirrored())
        .isEqualTo(new LabelMap(MAP.size(), new short[] {5, 0, 5, 0, 5, 149}));
    assertThatThrownBy(() -> MAP.crop(2, 0, new ImageSize(1, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("1x2 at x=2 y=0 in a label map of 2x3");
  }
}
