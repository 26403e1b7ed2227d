/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.eval;

import com.google.gson.JsonObject;
import io.mpvit.image.ImageSize;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.segmentation.data.LabelledFolders;
import io.mpvit.segmentation.data.ZeroLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A data set of four classes, and a segmenter that reads its answers off the pictures. */
final class RedPictures {

  static final int CLASSES = 4;

  private RedPictures() {}

  /** Writes pictures whose red is the class that shall be found, and other labels. */
  static void write(Path folder, int pictures) throws IOException {
    Files.createDirectories(folder.resolve("pictures"));
    Files.createDirectories(folder.resolve("labels"));
    for (int i = 0; i < pictures; i++) {
      Random random = new Random(i);
      ImageSize size = new ImageSize(3 + random.nextInt(5), 2 + random.nextInt(6));
      byte[] rgb = new byte[3 * size.height() * size.width()];
      short[] labels = new short[size.height() * size.width()];
      for (int p = 0; p < labels.length; p++) {
        rgb[3 * p] = (byte) random.nextInt(CLASSES);
        labels[p] = (short) random.nextInt(CLASSES + 1);
      }
      String name = String.format("%03d.png", i);
      ImageWriter.write(
          RgbImage.of(size.width(), size.height(), rgb), folder.resolve("pictures").resolve(name));
      new LabelMap(size, labels).writePng(folder.resolve("labels").resolve(name));
    }
  }

  static SegmentationRun run(Path folder, int batch, int limit) throws IOException {
    LabelledFolders data =
        LabelledFolders.read(
            folder.resolve("pictures"), folder.resolve("labels"), ZeroLabel.NOTHING);
    return new SegmentationRun(data, CLASSES, batch, limit);
  }

  /** Red is the class. */
  static List<LabelMap> segment(List<RgbImage> pictures) {
    return pictures.stream().map(RedPictures::red).toList();
  }

  private static LabelMap red(RgbImage picture) {
    byte[] rgb = picture.toBytes();
    short[] labels = new short[rgb.length / 3];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = rgb[3 * i];
    }
    return new LabelMap(picture.size(), labels);
  }

  static JsonObject provenance(String model) {
    JsonObject json = new JsonObject();
    json.addProperty("model", model);
    return json;
  }
}
