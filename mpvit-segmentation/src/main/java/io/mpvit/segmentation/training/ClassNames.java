/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import io.mpvit.file.TextFile;
import io.mpvit.segmentation.data.ZeroLabel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a file of class names says: line n is the name of the value n; a first line {@code -} says
 * that 0 means nothing is labelled and classes begin at 1.
 *
 * @param zero what 0 means in the label maps
 * @param names by class index; may be empty
 */
public record ClassNames(ZeroLabel zero, List<String> names) {

  private static final String NO_CLASS = "-";

  /** Copies the list. */
  public ClassNames {
    Objects.requireNonNull(zero, "zero");
    names = List.copyOf(names);
  }

  /**
   * Reads a file.
   *
   * @param file text as {@link TextFile} reads it; blank lines at its end do not count
   * @return what it says
   * @throws IOException naming the file, if it cannot be read or has no line or a blank one
   */
  public static ClassNames read(Path file) throws IOException {
    List<String> lines = TextFile.read(file).stripTrailing().lines().map(String::strip).toList();
    int blank = lines.indexOf("");
    if (lines.isEmpty() || blank >= 0) {
      throw new IOException(
          file
              + ": expected one class name per line, line "
              + (blank < 0 ? 1 : blank + 1)
              + " is blank");
    }
    return lines.get(0).equals(NO_CLASS)
        ? new ClassNames(ZeroLabel.NOTHING, lines.subList(1, lines.size()))
        : new ClassNames(ZeroLabel.A_CLASS, lines);
  }
}
