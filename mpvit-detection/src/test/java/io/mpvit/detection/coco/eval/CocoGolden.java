/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The data set on which the reference evaluator was run, and what it said. */
final class CocoGolden {
  private static final String FOLDER = "/reference/coco_eval/";

  private CocoGolden() {}

  static Reader open(String name) {
    return new InputStreamReader(
        CocoGolden.class.getResourceAsStream(FOLDER + name), StandardCharsets.UTF_8);
  }

  static JsonObject json(String name) {
    return element(name).getAsJsonObject();
  }

  static JsonElement element(String name) {
    try (Reader in = open(name)) {
      return JsonParser.parseReader(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CocoDataset dataset() {
    try (Reader in = open("gt.json")) {
      return CocoDataset.read("gt.json", in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CocoResults results(String name) {
    try (Reader in = open(name)) {
      return CocoResults.read(name, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The masks with the box of the same detection beside each. */
  static CocoResults merged() {
    CocoResults boxes = results("dt_bbox.json");
    CocoResults masks = results("dt_segm.json");
    CocoResults.Builder merged = new CocoResults.Builder("merged");
    for (int i = 0; i < boxes.size(); i++) {
      merged.add(
          masks.imageId(i), masks.categoryId(i), masks.score(i), boxes.box(i), masks.mask(i));
    }
    return merged.build();
  }
}
