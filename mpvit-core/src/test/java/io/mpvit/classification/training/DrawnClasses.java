/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification.training;

import io.mpvit.classification.evaluation.ImageFolder;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Small pictures of three kinds: a bright disk, a bright cross, nothing; on noise. */
final class DrawnClasses {

  static final List<String> NAMES = List.of("cross", "disk", "nothing");
  private static final int SIDE = 32;

  private DrawnClasses() {}

  static ImageFolder draw(Path folder, int each) throws IOException {
    for (int kind = 0; kind < NAMES.size(); kind++) {
      Path own = Files.createDirectories(folder.resolve(NAMES.get(kind)));
      for (int i = 0; i < each; i++) {
        ImageWriter.write(picture(kind, i), own.resolve(i + ".png"));
      }
    }
    return ImageFolder.read(folder);
  }

  private static RgbImage picture(int kind, int number) {
    SplittableRandom random = new SplittableRandom(100L * kind + number);
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % SIDE - SIDE / 2;
      int y = i / 3 / SIDE - SIDE / 2;
      boolean inside =
          kind == 0 && Math.min(Math.abs(x), Math.abs(y)) < 4 || kind == 1 && x * x + y * y < 100;
      pixels[i] = (byte) (random.nextInt(100) + (inside ? 150 : 0));
    }
    return RgbImage.of(SIDE, SIDE, pixels);
  }
}
