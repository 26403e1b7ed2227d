/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.classification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The 1000 classes of ImageNet-1k, in the order of the networks' outputs: synsets sorted as text.
 */
public final class ImageNetClasses {

  private static final String RESOURCE = "imagenet_classes.tsv";
  private static final int NAME_COLUMN = 2;

  private ImageNetClasses() {}

  /**
   * The customary English names.
   *
   * @return 1000 names by class index; a few occur twice
   */
  public static List<String> names() {
    return column(NAME_COLUMN);
  }

  /**
   * The WordNet identifiers, which are the directory names of the data set.
   *
   * @return 1000 identifiers such as {@code n01440764} by class index
   */
  public static List<String> synsets() {
    return column(1);
  }

  private static List<String> column(int index) {
    try (InputStream in = ImageNetClasses.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the resource " + RESOURCE + " is missing from the class path");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return reader.lines().skip(1).map(line -> line.split("\t")[index]).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + RESOURCE, e);
    }
  }
}
