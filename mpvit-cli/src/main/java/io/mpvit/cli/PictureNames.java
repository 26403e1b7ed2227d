/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names for drawn pictures: no two the same, and none that of an input. */
final class PictureNames {

  private final Set<String> taken = new HashSet<>();

  PictureNames(List<Path> inputs) throws IOException {
    for (Path input : inputs) {
      if (Files.exists(input)) {
        taken.add(key(input.toRealPath()));
      }
    }
  }

  /** The name of a picture that is drawn after an input: {@code STEM.png}, {@code STEM_2.png}. */
  Path choose(Path folder, Path input) throws IOException {
    Path real = folder.toRealPath();
    String name = input.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String chosen = stem + ".png";
    for (int number = 2; !taken.add(key(real.resolve(chosen))); number++) {
      chosen = stem + "_" + number + ".png";
    }
    return folder.resolve(chosen);
  }

  /** Some file systems do not tell upper from lower case. */
  private static String key(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }
}
