/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.cli.Cli.Result;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.shapes.SceneGenerator;
import io.mpvit.image.ImageReader;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Orientation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCommandTest {

  @TempDir private Path folder;

  @Test
  void writesTheGeneratorsPictures() throws Exception {
    Path out = folder.resolve("new/shapes");
    Result result =
        Cli.run("dataset", "shapes", "--out", out, "--images", "5", "--seed", "7", "--size", "40");
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out()).contains("5 pictures", out.toString(), "seed 7");
    assertThat(CocoDataset.read(out.resolve("instances.json")).images()).hasSize(5);
    assertThat(ImageReader.read(out.resolve("images/000004.png"), Orientation.AS_STORED))
        .isEqualTo(new SceneGenerator(new ImageSize(40, 40), 7).scene(4).picture());

    assertThat(out.resolve("labels/000004.png")).isRegularFile();
    assertThat(out.resolve("classes.txt")).isRegularFile();

    Result other = Cli.run("dataset", "shapes", "--out", out, "--images", "5", "--seed", "8");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("of another data set").hasLineCount(1);
  }

  @Test
  void writesJpegs() {
    Result result =
        Cli.run("dataset", "shapes", "--out", folder, "--images", "1", "--format", "jpg");
    assertThat(result.status()).isZero();
    assertThat(Files.exists(folder.resolve("images/000000.jpg"))).isTrue();
  }

  @Test
  void wrongUse() {
    for (String[] wrong :
        new String[][] {{"--images", "0"}, {"--images", "1", "--size", "31"}, {"--size", "64"}}) {
      Object[] args = new Object[4 + wrong.length];
      System.arraycopy(new Object[] {"dataset", "shapes", "--out", folder}, 0, args, 0, 4);
      System.arraycopy(wrong, 0, args, 4, wrong.length);
      Result result = Cli.run(args);
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains("see 'mpvit dataset shapes --help'").hasLineCount(1);
    }
    assertThat(Cli.run("dataset").status()).isEqualTo(2);
  }
}
