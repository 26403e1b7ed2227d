/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.testing;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.image.ImageSize;
import io.mpvit.ops.Boxes;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The ground truth of the loss goldens. */
public record LossTruth(ImageSize size, GroundTruth truth) {

  private static final String RESOURCE = "/reference/detectron2/losses.golden.json";

  /** Reads picture {@code a} or {@code b}. */
  public static LossTruth of(String image) {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(LossTruth.class.getResourceAsStream(RESOURCE), RESOURCE),
            StandardCharsets.UTF_8)) {
      JsonObject root = JsonParser.parseReader(reader).getAsJsonObject();
      JsonObject item = root.getAsJsonObject("gt").getAsJsonObject(image);
      Gson gson = new Gson();
      int[] size = gson.fromJson(item.get("size"), int[].class);
      float[][] rows = gson.fromJson(item.get("boxes"), float[][].class);
      float[] boxes = new float[Boxes.SIZE * rows.length];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, boxes, Boxes.SIZE * i, Boxes.SIZE);
      }
      List<List<double[]>> polygons = new ArrayList<>();
      for (JsonElement object : item.getAsJsonArray("polygons")) {
        polygons.add(Arrays.asList(gson.fromJson(object, double[][].class)));
      }
      int[] classes = gson.fromJson(item.get("classes"), int[].class);
      return new LossTruth(
          new ImageSize(size[0], size[1]), new GroundTruth(boxes, classes, polygons));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
