/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.io.IOException;

/** Reads a results file. */
final class CocoResultsReader {
  private final CocoJson json;
  private final CocoResults.Builder results;

  CocoResultsReader(String file, CocoJson json) {
    this.json = json;
    this.results = new CocoResults.Builder(file);
  }

  CocoResults read() throws IOException {
    json.array(() -> new Entry().read());
    return results.build();
  }

  private final class Entry {
    private boolean hasImage;
    private long image;
    private boolean hasCategory;
    private int category;
    private double score = Double.NaN;
    private CocoBox box;
    private long mask = SegmentationStore.NONE;

    void read() throws IOException {
      json.object(this::member);
      if (!hasImage) {
        throw missing("image_id");
      }
      if (!hasCategory) {
        throw missing("category_id");
      }
      if (Double.isNaN(score)) {
        throw missing("score");
      }
      if (box == null && mask == SegmentationStore.NONE) {
        throw missing("bbox\" or \"segmentation");
      }
      results.add(image, category, score, box, mask);
    }

    private void member(String name) throws IOException {
      switch (name) {
        case "image_id" -> {
          image = json.integer();
          hasImage = true;
        }
        case "category_id" -> {
          category = json.smallInteger();
          hasCategory = true;
        }
        case "score" -> score = json.number();
        case "bbox" -> box = json.box();
        case "segmentation" -> mask = json.runs(results.store());
        default -> json.skip();
      }
    }

    private CocoFormatException missing(String member) {
      return json.problem("detection " + (results.size() + 1) + " without \"" + member + "\"");
    }
  }
}
