/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The 80 object classes of <a href="https://cocodataset.org">COCO</a>. Their ids run from 1 to 90
 * with gaps (12, 26, 29, 30, 45, 66, 68, 69, 71 and 83 are unused); class index k is the k-th id in
 * ascending order.
 */
public final class CocoCategories {

  private static final String RESOURCE = "coco_classes.tsv";

  private CocoCategories() {}

  /**
   * Returns the classes.
   *
   * @return 80 categories
   */
  public static Categories categories() {
    return Holder.CATEGORIES;
  }

  private static Categories read() {
    try (InputStream in = CocoCategories.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource missing from the jar: " + RESOURCE);
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<Category> items = reader.lines().skip(1).map(CocoCategories::parse).toList();
      return new Categories(items);
    } catch (IOException e) {
      throw new UncheckedIOException("resource unreadable: " + RESOURCE, e);
    }
  }

  /** Columns: index, id, name, red, green, blue. */
  private static Category parse(String line) {
    String[] cells = line.split("\t");
    int red = Integer.parseInt(cells[3]);
    int green = Integer.parseInt(cells[4]);
    int blue = Integer.parseInt(cells[5]);
    return new Category(
        Integer.parseInt(cells[0]),
        Integer.parseInt(cells[1]),
        cells[2],
        red << 16 | green << 8 | blue);
  }

  /** Loads on first use, not when the class is merely mentioned. */
  private static final class Holder {
    static final Categories CATEGORIES = read();
  }
}
