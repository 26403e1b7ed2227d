/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a results file. A detection that is not sound makes all numbers wrong, so it is refused.
 */
final class CocoResultsReader {
  private static final Set<String> OF_DETECTIONS =
      Set.of("image_id", "category_id", "score", "bbox", "segmentation");
  private static final Set<String> OF_ANNOTATIONS = Set.of("images", "annotations", "categories");

  private final CocoJson json;
  private final CocoResults.Builder results;
  private final SegmentationReader segmentations;
  private final CocoFaults refused;

  CocoResultsReader(String file, CocoJson json) {
    this.json = json;
    this.results = new CocoResults.Builder(file);
    this.segmentations = new SegmentationReader(json, results.store());
    this.refused = new CocoFaults(file);
  }

  CocoResults read() throws IOException {
    if (!json.isList()) {
      throw otherFile();
    }
    int[] index = {0};
    json.array(
        () -> {
          int own = index[0]++;
          if (json.isObject()) {
            new Entry(own).read();
          } else {
            refused.add(name(own), "expected an object, found " + json.next());
            json.skip();
          }
        });
    if (refused.count() > 0) {
      throw refused.refusal();
    }
    return results.build();
  }

  private static String name(int index) {
    return "detection " + (index + 1);
  }

  private CocoFormatException otherFile() throws IOException {
    String expected = "expected results, a list of detections, found ";
    if (!json.isObject()) {
      return json.problem(expected + json.next());
    }
    List<String> members = new ArrayList<>();
    json.object(
        member -> {
          members.add(member);
          json.skip();
        });
    if (members.stream().anyMatch(OF_ANNOTATIONS::contains)) {
      return json.problem(expected + "an annotation file: were the two files exchanged?");
    }
    return json.problem(
        members.stream().anyMatch(OF_DETECTIONS::contains)
            ? expected
                + "a single one; if there is one per line, put commas between them and [ ] around"
                + " all"
            : expected + "an object with " + members);
  }

  private final class Entry {
    private final int index;
    private final List<String> faults = new ArrayList<>();
    private Long image;
    private Integer category;
    private String title;
    private Double score;
    private CocoBox box;
    private long mask = SegmentationStore.NONE;

    Entry(int index) {
      this.index = index;
    }

    private Consumer<String> of(String member) {
      return fault -> faults.add(member + ": " + fault);
    }

    void read() throws IOException {
      json.object(this::member);
      if (faults.isEmpty()) {
        require(image, "image_id");
        require(category, "category_id");
        require(score, "score");
        require(
            box == null && mask == SegmentationStore.NONE ? null : this,
            "bbox\" or \"segmentation");
      }
      if (!faults.isEmpty()) {
        refused.add(name(index), faults.get(0));
        return;
      }
      if (title != null) {
        results.name(category, title);
      }
      results.add(image, category, score, box, mask);
    }

    private void require(Object value, String member) {
      if (value == null && faults.isEmpty()) {
        faults.add("it has no \"" + member + "\"");
      }
    }

    private void member(String name) throws IOException {
      switch (name) {
        case "image_id" -> image = json.id(results.imageIds(), of(name));
        case "category_id" -> category = json.smallInteger(of(name));
        case "category" -> title = json.textOrNull();
        case "score" -> score = json.number("a number", of(name));
        case "bbox" -> box = json.box(of(name));
        case "segmentation" -> mask = segmentations.runs(of(name));
        default -> json.skip();
      }
    }
  }
}
