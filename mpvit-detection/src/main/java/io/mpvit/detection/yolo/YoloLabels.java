/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.yolo;

import io.mpvit.detection.source.ObjectShapes;
import io.mpvit.detection.source.Oddities;
import io.mpvit.detection.source.Oddity;
import io.mpvit.detection.source.SourceObject;
import io.mpvit.file.TextFile;
import io.mpvit.image.ImageSize;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the lines of a file: {@code class x y width height} with the centre of the box, or {@code
 * class x0 y0 x1 y1 x2 y2 ...} with the corners of a polygon, as shares of the picture's width and
 * height.
 *
 * @param classes the number of classes
 * @param oddities hears of what cannot be used
 */
record YoloLabels(int classes, Oddities oddities) {

  private static final long MAX_BYTES = 32L << 20;
  private static final int BOX_NUMBERS = 5;
  private static final int MIN_POLYGON_NUMBERS = 7;

  /** The objects of a picture. */
  List<SourceObject> read(Path file, ImageSize picture) {
    ObjectShapes shapes = new ObjectShapes(picture, oddities);
    List<SourceObject> objects = new ArrayList<>();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + ": it has more than " + MAX_BYTES + " bytes");
      }
      try (BufferedReader in = new BufferedReader(TextFile.open(file))) {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          String where = file + ": line " + ++number;
          if (!line.isBlank()) {
            object(line.strip(), where, shapes).ifPresent(objects::add);
          }
        }
      }
    } catch (IOException e) {
      oddities.add(Oddity.BAD_ENTRY, e.getMessage());
    }
    return objects;
  }

  private Optional<SourceObject> object(String line, String where, ObjectShapes shapes) {
    String[] words = line.split("\\s+");
    boolean polygon = words.length >= MIN_POLYGON_NUMBERS && words.length % 2 == 1;
    if (words.length != BOX_NUMBERS && !polygon) {
      oddities.add(
          Oddity.BAD_ENTRY,
          where,
          "expected a class and four numbers, or a class and three or more pairs, found %d words"
              .formatted(words.length));
      return Optional.empty();
    }
    double[] numbers = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = Double.parseDouble(words[i]);
      } catch (NumberFormatException e) {
        oddities.add(Oddity.BAD_ENTRY, where, "expected a number, found '" + brief(words[i]) + "'");
        return Optional.empty();
      }
    }
    if (!(numbers[0] >= 0 && numbers[0] < classes && numbers[0] == Math.rint(numbers[0]))) {
      oddities.add(
          Oddity.UNKNOWN_CLASS,
          where,
          "its class is %s, there are 0 to %d".formatted(brief(words[0]), classes - 1));
      return Optional.empty();
    }
    int index = (int) numbers[0];
    return polygon
        ? shapes.polygon(index, corners(numbers, shapes.picture()), where)
        : shapes
            .box(box(numbers, shapes.picture()), where)
            .map(box -> new SourceObject(index, box, List.of()));
  }

  private static String brief(String word) {
    return word.length() > 20 ? word.substring(0, 20) + "..." : word;
  }

  private static double[] corners(double[] numbers, ImageSize picture) {
    double[] corners = new double[numbers.length - 1];
    for (int i = 0; i < corners.length; i++) {
      corners[i] = numbers[i + 1] * (i % 2 == 0 ? picture.width() : picture.height());
    }
    return corners;
  }

  private static double[] box(double[] numbers, ImageSize picture) {
    double halfWidth = numbers[3] / 2;
    double halfHeight = numbers[4] / 2;
    return new double[] {
      (numbers[1] - halfWidth) * picture.width(),
      (numbers[2] - halfHeight) * picture.height(),
      (numbers[1] + halfWidth) * picture.width(),
      (numbers[2] + halfHeight) * picture.height()
    };
  }
}
