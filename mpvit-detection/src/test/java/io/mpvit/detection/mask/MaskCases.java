/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.image.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The unit cases of the COCO mask tools, and masks by simple means to compare with. */
final class MaskCases {
  private static final String RESOURCE = "/reference/coco_eval/mask_cases.json";

  private MaskCases() {}

  static List<JsonObject> of(String kind) {
    try (InputStream in = MaskCases.class.getResourceAsStream(RESOURCE)) {
      JsonObject all =
          JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .getAsJsonObject();
      return all.getAsJsonArray(kind).asList().stream().map(JsonElement::getAsJsonObject).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ImageSize size(JsonObject mask) {
    JsonArray size = mask.getAsJsonArray("size");
    return new ImageSize(size.get(0).getAsInt(), size.get(1).getAsInt());
  }

  static int[] ints(JsonElement array) {
    return array.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  static double[] doubles(JsonElement array) {
    return array.getAsJsonArray().asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  /** The bitmap that a case shows as rows of 0 and 1. */
  static boolean[] bitmap(JsonObject mask) {
    StringBuilder all = new StringBuilder();
    mask.getAsJsonArray("rows").forEach(row -> all.append(row.getAsString()));
    boolean[] pixels = new boolean[all.length()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = all.charAt(i) == '1';
    }
    return pixels;
  }

  /** A bitmap with a random share of set pixels, often in long runs. */
  static boolean[] randomBitmap(Random random, ImageSize size) {
    boolean[] pixels = new boolean[size.height() * size.width()];
    double change = random.nextDouble();
    boolean value = random.nextBoolean();
    for (int i = 0; i < pixels.length; i++) {
      value ^= random.nextDouble() < change;
      pixels[i] = value;
    }
    return pixels;
  }

  static ImageSize randomSize(Random random) {
    return new ImageSize(1 + random.nextInt(24), 1 + random.nextInt(24));
  }

  static int count(boolean[] pixels) {
    return (int) IntStream.range(0, pixels.length).filter(i -> pixels[i]).count();
  }
}
