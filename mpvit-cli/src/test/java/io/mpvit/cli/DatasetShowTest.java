/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import io.mpvit.image.RgbImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetShowTest {

  @TempDir private Path folder;

  @Test
  void countsAndDraws() throws Exception {
    Path shapes = folder.resolve("shapes");
    Cli.run("dataset", "shapes", "--out", shapes, "--images", "5", "--size", "64", "--seed", "3");
    Path sheet = folder.resolve("sheet.png");
    Result result =
        Cli.run("dataset", "show", shapes, "-o", sheet, "--pictures", "3", "--size", "100");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("pictures: 5, of which", "sizes: 64 x 64 (5)", "circle", sheet.toString());
    RgbImage drawn = ImageReader.read(sheet, Orientation.AS_STORED);
    assertThat(drawn.size()).isEqualTo(new ImageSize(218, 218));
    assertThat(drawn.pixel(0, 0)).isEqualTo(0xffffff);

    Path again = folder.resolve("again.png");
    Cli.run("dataset", "show", shapes, "-o", again, "--pictures", "3", "--size", "100");
    assertThat(again).hasSameBinaryContentAs(sheet);
  }

  @Test
  void drawsBoxesWhereTheyAre() throws Exception {
    DatasetTrees.picture(folder.resolve("a.png"), 50, 100);
    DatasetTrees.text(folder.resolve("a.txt"), "0 0.5 0.5 0.5 0.5");
    DatasetTrees.text(folder.resolve("classes.txt"), "cat", "dog");
    Path sheet = folder.resolve("sheet.png");
    Result result = Cli.run("dataset", "show", folder, "-o", sheet, "--size", "200");
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).containsPattern("1 +cat +1 +1").containsPattern("2 +dog +0 +0");
    RgbImage drawn = ImageReader.read(sheet, Orientation.AS_STORED);
    assertThat(drawn.size()).isEqualTo(new ImageSize(212, 212));
    // 100 wide in a cell of 200: it begins at 6 + 50, the box at a quarter of it.
    assertThat(drawn.pixel(56 + 25, 106)).isNotEqualTo(0x606060);
    assertThat(drawn.pixel(56 + 50, 106)).isEqualTo(0x606060);
    assertThat(drawn.pixel(30, 106)).isEqualTo(0xffffff);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    DatasetTrees.picture(folder.resolve("a.png"), 50, 100);
    DatasetTrees.text(folder.resolve("a.txt"), "0 0.5 0.5 0.5 0");
    DatasetTrees.text(folder.resolve("classes.txt"), "cat");
    Result result = Cli.run("dataset", "show", folder);
    assertThat(result.status()).isZero();
    assertThat(result.err()).contains("a.txt: line 1: its box is", "odd: 1 boxes without extent");
    assertThat(Cli.run("dataset", "show", folder, "--size", "0").status()).isEqualTo(2);
    assertThat(Cli.run("dataset", "show", folder, "--split", "val").err()).contains("no part val");
  }
}
