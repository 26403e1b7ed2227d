/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.PolygonRasterizer;
import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes a made-up detection problem of any size in COCO's layout: {@code gt.json}, {@code
 * dt_bbox.json}, {@code dt_segm.json}. Objects are ragged blobs; a good part of the detections are
 * distorted copies of objects, the rest lie anywhere. Frequent categories are much more frequent
 * than rare ones, as in COCO.
 *
 * @param images number of pictures of 480x640
 * @param categories number of classes
 * @param objects number of true objects
 * @param detections number of detections
 * @param seed start of the random numbers
 */
record CocoScaleData(int images, int categories, int objects, int detections, long seed) {
  private static final ImageSize SIZE = new ImageSize(480, 640);
  private static final int CROWD_EVERY = 84;
  private static final double COPIES = 0.4;
  private static final double SKEW = 2.5;

  /** A ragged disc. */
  private record Blob(int image, int category, double x, double y, double radius, double[] ragged) {

    static Blob random(Random random, int image, int category) {
      double radius = 6 + 110 * Math.pow(random.nextDouble(), SKEW);
      double[] ragged = random.doubles(12 + random.nextInt(20)).map(r -> 0.75 + 0.4 * r).toArray();
      double x = random.nextDouble() * SIZE.width();
      return new Blob(image, category, x, random.nextDouble() * SIZE.height(), radius, ragged);
    }

    Blob distorted(Random random) {
      double shift = 0.25 * radius;
      double factor = 0.8 + 0.4 * random.nextDouble();
      double[] other =
          Arrays.stream(ragged).map(r -> r * (0.95 + 0.1 * random.nextDouble())).toArray();
      return new Blob(
          image,
          category,
          x + shift * random.nextGaussian(),
          y + shift * random.nextGaussian(),
          radius * factor,
          other);
    }

    double[] polygon() {
      double[] corners = new double[2 * ragged.length];
      for (int i = 0; i < ragged.length; i++) {
        double angle = 2 * Math.PI * i / ragged.length;
        corners[2 * i] = clip(x + radius * ragged[i] * Math.cos(angle), SIZE.width());
        corners[2 * i + 1] = clip(y + radius * ragged[i] * Math.sin(angle), SIZE.height());
      }
      return corners;
    }

    private static double clip(double coordinate, int limit) {
      return Math.rint(100 * Math.max(0, Math.min(coordinate, limit))) / 100;
    }
  }

  void write(Path folder) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(folder);
    Blob[] truth = new Blob[objects];
    for (int i = 0; i < objects; i++) {
      truth[i] = Blob.random(random, (int) ((long) i * images / objects), category(random));
    }
    try (Writer out = Files.newBufferedWriter(folder.resolve("gt.json"))) {
      writeTruth(out, truth);
    }
    try (Writer boxes = Files.newBufferedWriter(folder.resolve("dt_bbox.json"));
        Writer masks = Files.newBufferedWriter(folder.resolve("dt_segm.json"))) {
      writeDetections(random, truth, boxes, masks);
    }
  }

  private int category(Random random) {
    return 1 + (int) (categories * Math.pow(random.nextDouble(), SKEW));
  }

  private void writeTruth(Writer out, Blob[] truth) throws IOException {
    out.write("{\"images\": [");
    for (int i = 0; i < images; i++) {
      out.write(i == 0 ? "" : ",\n");
      out.write("{\"id\": " + (1000 + i) + ", \"file_name\": \"" + i + ".jpg\", ");
      out.write("\"height\": " + SIZE.height() + ", \"width\": " + SIZE.width() + "}");
    }
    out.write("],\n\"categories\": [");
    for (int k = 1; k <= categories; k++) {
      out.write((k == 1 ? "" : ", ") + "{\"id\": " + k + ", \"name\": \"class " + k + "\"}");
    }
    out.write("],\n\"annotations\": [");
    for (int i = 0; i < truth.length; i++) {
      double[] polygon = truth[i].polygon();
      Rle mask = PolygonRasterizer.rasterize(polygon, SIZE);
      boolean crowd = i % CROWD_EVERY == 0;
      String segmentation =
          crowd
              ? "{\"size\": [480, 640], \"counts\": " + Arrays.toString(mask.counts()) + "}"
              : "[" + Arrays.toString(polygon) + "]";
      out.write(i == 0 ? "" : ",\n");
      out.write(
          String.format(
              Locale.ROOT,
              "{\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"iscrowd\": %d, \"area\": %d, "
                  + "\"bbox\": %s, \"segmentation\": %s}",
              i + 1,
              1000 + truth[i].image,
              truth[i].category,
              crowd ? 1 : 0,
              mask.area(),
              box(mask.bounds()),
              segmentation));
    }
    out.write("]}\n");
  }

  private static String box(MaskBounds bounds) {
    return Arrays.stream(new int[] {bounds.x(), bounds.y(), bounds.width(), bounds.height()})
        .mapToObj(n -> String.format(Locale.ROOT, "%d.%02d", n, (n * 37) % 100))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private void writeDetections(Random random, Blob[] truth, Writer boxes, Writer masks)
      throws IOException {
    boxes.write("[");
    masks.write("[");
    for (int i = 0; i < detections; i++) {
      // Image by image, as models write them.
      int image = (int) ((long) i * images / detections);
      boolean copy = random.nextDouble() < COPIES;
      Blob blob =
          copy
              ? oneOf(random, truth, image).distorted(random)
              : Blob.random(random, image, category(random));
      Rle mask = PolygonRasterizer.rasterize(blob.polygon(), SIZE);
      double score = copy ? Math.sqrt(random.nextDouble()) : random.nextDouble() * 0.8;
      String head =
          String.format(
              Locale.ROOT,
              "%s{\"image_id\": %d, \"category_id\": %d, \"score\": %.5f, ",
              i == 0 ? "" : ", ",
              1000 + blob.image,
              blob.category,
              score);
      boxes.write(head + "\"bbox\": " + box(mask.bounds()) + "}");
      masks.write(head + "\"segmentation\": {\"size\": [480, 640], \"counts\": \"");
      masks.write(mask.text().replace("\\", "\\\\") + "\"}}");
    }
    boxes.write("]\n");
    masks.write("]\n");
  }

  /** An object of the image, or any other, moved there, if it has none. */
  private Blob oneOf(Random random, Blob[] truth, int image) {
    int from = firstOf(truth, image);
    int to = firstOf(truth, image + 1);
    if (from < to) {
      return truth[from + random.nextInt(to - from)];
    }
    Blob any = truth[random.nextInt(truth.length)];
    return new Blob(image, any.category, any.x, any.y, any.radius, any.ragged);
  }

  /** The objects are sorted by image. */
  private static int firstOf(Blob[] truth, int image) {
    int low = 0;
    int high = truth.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (truth[middle].image < image) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
