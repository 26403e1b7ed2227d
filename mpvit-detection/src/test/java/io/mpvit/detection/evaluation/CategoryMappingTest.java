/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import java.io.StringReader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CategoryMappingTest {

  private static CocoDataset dataset(String categories) throws Exception {
    return CocoDataset.read(
        "d.json",
        new StringReader("{\"images\":[],\"annotations\":[],\"categories\":[" + categories + "]}"));
  }

  @Test
  void cocoGoesByIdAlsoForAPartOfIt() throws Exception {
    CocoDataset part =
        dataset("{\"id\":90,\"name\":\"toothbrush\"},{\"id\":1,\"name\":\"person\"},{\"id\":18}");
    assertThat(CategoryMapping.of(80, part)).isEqualTo(CocoCategories.categories());
  }

  @Test
  void othersGoByOrderOfIds() throws Exception {
    Categories mapped =
        CategoryMapping.of(
            3, dataset("{\"id\":30,\"name\":\"b\"},{\"id\":4,\"name\":\"a\"},{\"id\":99}"));
    assertThat(mapped.items()).extracting(Category::id).containsExactly(4, 30, 99);
    assertThat(mapped.items()).extracting(Category::name).containsExactly("a", "b", "category_99");
  }

  @Test
  void eightyOtherClassesGoByOrder() throws Exception {
    String eighty =
        IntStream.rangeClosed(1, 80)
            .mapToObj(id -> "{\"id\":" + id + ",\"name\":\"c" + id + "\"}")
            .collect(Collectors.joining(","));
    assertThat(CategoryMapping.of(80, dataset(eighty)).get(11).id()).isEqualTo(12);
  }

  @Test
  void otherNumbersAreRefused() {
    assertThatThrownBy(() -> CategoryMapping.of(80, dataset("{\"id\":1,\"name\":\"circle\"}")))
        .isInstanceOf(CocoFormatException.class)
        .hasMessage("d.json: it has 1 categories, the detector has 80 classes");
    assertThatThrownBy(() -> CategoryMapping.of(8, dataset("{\"id\":1},{\"id\":2}")))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageContaining("2 categories");
  }
}
