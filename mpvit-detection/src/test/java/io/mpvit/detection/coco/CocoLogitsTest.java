/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpvit.detection.Category;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CocoLogitsTest {

  @Test
  void idsAndNamesAreThoseOfThePublishedModel() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                CocoLogitsTest.class.getResourceAsStream(
                    "/reference/deformable_detr/coco_logit_index.tsv"),
                StandardCharsets.UTF_8))) {
      List<String> rows = reader.lines().skip(1).toList();
      assertThat(CocoLogits.categories().size()).isEqualTo(rows.size());
      for (String row : rows) {
        String[] cells = row.split("\t", -1);
        Category category = CocoLogits.categories().get(Integer.parseInt(cells[0]));
        assertThat(category.id()).isEqualTo(category.index());
        if (cells[1].isEmpty()) {
          assertThat(category.name()).isEqualTo("unused " + category.id());
        } else {
          assertThat(category.id()).isEqualTo(Integer.parseInt(cells[1]));
          assertThat(category.name()).isEqualTo(cells[2]);
        }
      }
    }
  }
}
