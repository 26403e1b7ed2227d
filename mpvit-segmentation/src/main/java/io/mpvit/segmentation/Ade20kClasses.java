/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation;

import io.mpvit.visualize.Palette;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The 150 classes of the scene parsing benchmark of <a
 * href="https://groups.csail.mit.edu/vision/datasets/ADE20K/">ADE20K</a>. Annotation files hold the
 * index plus one, and 0 where nothing is labelled. Two classes share a colour.
 */
public final class Ade20kClasses {

  private static final String RESOURCE = "ade20k_classes.tsv";

  private Ade20kClasses() {}

  /**
   * Returns the classes.
   *
   * @return 150 names and their customary colours
   */
  public static SegmentationClasses classes() {
    return Holder.CLASSES;
  }

  private static SegmentationClasses read() {
    try (InputStream in = Ade20kClasses.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource missing from the jar: " + RESOURCE);
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<String[]> rows = reader.lines().skip(1).map(line -> line.split("\t")).toList();
      return new SegmentationClasses(
          rows.stream().map(row -> row[1]).toList(),
          Palette.of(rows.stream().map(Ade20kClasses::colour).toList()));
    } catch (IOException e) {
      throw new UncheckedIOException("resource unreadable: " + RESOURCE, e);
    }
  }

  /** Columns: index, name, red, green, blue. */
  private static int colour(String[] row) {
    return Integer.parseInt(row[2]) << 16
        | Integer.parseInt(row[3]) << 8
        | Integer.parseInt(row[4]);
  }

  /** Loads on first use, not when the class is merely mentioned. */
  private static final class Holder {
    static final SegmentationClasses CLASSES = read();
  }
}
