/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.testing.fuzz.Envelope;
import io.mpvit.testing.fuzz.Fuzzer;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations and results damaged by chance; what is read is asked for all that it has. */
class CocoFuzzTest {

  private static final int CASES = 2000;
  private static final long MEGABYTES = 500;
  private static final String TRUTH =
      """
      {"images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 48},
                  {"id": "x", "file_name": "b\\\\c.png", "width": 30, "height": 40}],
       "categories": [{"id": 1, "name": "cat"}, {"id": 7, "name": "dog"}],
       "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2.5, 30, 20], "area": 300,
         "iscrowd": 0, "segmentation": [[1, 2, 31, 2, 31, 22, 1, 22], [3, 3, 4, 3, 4, 9]]},
        {"id": 2, "image_id": 1, "category_id": 7, "bbox": [0, 0, 5, 5], "iscrowd": 1,
         "segmentation": {"size": [48, 64], "counts": [0, 3000, 72]}},
        {"image_id": "x", "category_id": 7, "bbox": [0, 0, 5, 5], "area": NaN,
         "segmentation": {"size": [40, 30], "counts": "0P1T:0"}}]}
      """;
  private static final String FOUND =
      """
      [{"image_id": 1, "category_id": 1, "bbox": [1, 2.5, 30, 20], "score": 0.9},
       {"image_id": 1, "category_id": 7, "score": 0.25,
        "segmentation": {"size": [48, 64], "counts": "0Zj1e00"}},
       {"image_id": 2, "category_id": 7, "score": 1, "bbox": [0, 0, 1, 1],
        "segmentation": {"size": [48, 64], "counts": [0, 3000, 72]}}]
      """;

  @TempDir private Path folder;

  @Test
  void annotations() throws Exception {
    Path file = folder.resolve("instances.json");
    run(
        "coco-annotations",
        List.of(TRUTH, FOUND),
        bytes -> {
          Files.write(file, bytes);
          CocoDataset dataset = CocoDataset.read(file);
          dataset.faults(true);
          for (int i = 0; i < dataset.annotationCount(); i++) {
            dataset.annotation(i);
            dataset.polygons(i);
            if (dataset.maskSize(i).isPresent()) {
              dataset.mask(i).area();
            }
          }
        });
  }

  @Test
  void results() throws Exception {
    run(
        "coco-results",
        List.of(FOUND, TRUTH),
        bytes -> {
          String text = new String(bytes, StandardCharsets.UTF_8);
          CocoResults results = CocoResults.read("x.json", new StringReader(text));
          for (int i = 0; i < results.size(); i++) {
            results.box(i);
            if (results.hasMask(i)) {
              results.mask(i).area();
            }
          }
        });
  }

  private static void run(String name, List<String> texts, Fuzzer.Reader reader) throws Exception {
    List<byte[]> sound = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    new Fuzzer(name, MEGABYTES, IOException.class).run(sound, Envelope.NONE, true, CASES, reader);
  }
}
