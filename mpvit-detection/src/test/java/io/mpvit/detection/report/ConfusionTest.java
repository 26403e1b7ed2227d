/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import java.io.StringReader;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three categories; image 1 has a cat and a dog, image 2 a crowd of birds. */
class ConfusionTest {

  private CocoDataset dataset;

  @BeforeEach
  void read() throws Exception {
    dataset =
        CocoDataset.read(
            "d.json",
            new StringReader(
                "{\"images\":[{\"id\":1},{\"id\":2},{\"id\":3}],\"categories\":[{\"id\":4,\"name\":"
                    + "\"cat\"},{\"id\":5,\"name\":\"dog\"},{\"id\":9,\"name\":\"bird\"}],"
                    + "\"annotations\":["
                    + "{\"id\":1,\"image_id\":1,\"category_id\":4,\"bbox\":[0,0,10,10]},"
                    + "{\"id\":2,\"image_id\":1,\"category_id\":5,\"bbox\":[20,0,10,10]},"
                    + "{\"id\":3,\"image_id\":2,\"category_id\":9,\"bbox\":[0,0,50,50],"
                    + "\"iscrowd\":1},"
                    + "{\"id\":4,\"image_id\":3,\"category_id\":9,\"bbox\":[0,0,5,5]}]}"));
  }

  private static CocoBox box(double x) {
    return new CocoBox(x, 0, 10, 10);
  }

  @Test
  void countsWhatWasFoundAsWhat() {
    CocoResults results =
        new CocoResults.Builder("r")
            .add(1, 5, 0.9, box(1), null) // the cat, taken for a dog
            .add(1, 4, 0.8, box(0), null) // too late for the cat
            .add(1, 5, 0.4, box(20), null) // not sure enough
            .add(2, 4, 0.9, box(3), null) // in the crowd
            .add(2, 4, 0.9, box(60), null) // nothing there
            .add(1, 77, 0.9, box(20), null) // no such category
            .add(3, 9, 0.9, new CocoBox(0, 0, 5, 5), null) // not evaluated
            .build();
    Confusion confusion = Confusion.of(dataset, results, Set.of(1L, 2L), 0.5, 0.5);
    assertThat(confusion.counts())
        .isDeepEqualTo(new int[][] {{0, 1, 0, 0}, {0, 0, 0, 1}, {0, 0, 0, 0}, {2, 0, 0, 0}});
    assertThat(confusion.mistakes(5))
        .containsExactly(
            new Confusion.Mistake(dataset.categories().get(0), dataset.categories().get(1), 1));
    assertThat(confusion.mistakes(0)).isEmpty();
  }

  @Test
  void takesTheObjectThatItOverlapsMost() {
    CocoResults results = new CocoResults.Builder("r").add(1, 5, 0.9, box(19), null).build();
    int[][] counts = Confusion.of(dataset, results, Set.of(1L, 2L, 3L), 0, 0.01).counts();
    assertThat(counts)
        .isDeepEqualTo(new int[][] {{0, 0, 0, 1}, {0, 1, 0, 0}, {0, 0, 0, 1}, {0, 0, 0, 0}});
  }
}
