/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.weights.ClassLabels;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CategoryMappingTest {

  private static final Optional<ClassLabels> UNNAMED = Optional.empty();

  private static CocoDataset dataset(String categories) throws Exception {
    return dataset(categories, "");
  }

  private static CocoDataset dataset(String categories, String annotations) throws Exception {
    return CocoDataset.read(
        "d.json",
        new StringReader(
            "{\"images\":[{\"id\":1}],\"annotations\":["
                + annotations
                + "],\"categories\":["
                + categories
                + "]}"));
  }

  private static Optional<ClassLabels> named(String... names) {
    return Optional.of(ClassLabels.ofNames(List.of(names)));
  }

  private static List<Integer> ids(CategoryMapping mapping) {
    return mapping.categories().items().stream().map(Category::id).toList();
  }

  @Test
  void namesDecideWhateverTheIdsAre() throws Exception {
    CategoryMapping mapping =
        CategoryMapping.of(
            3,
            Optional.of(new ClassLabels(List.of("a", "b", "c"), List.of(1, 2, 3))),
            dataset(
                "{\"id\":1,\"name\":\"c\"},{\"id\":2,\"name\":\"a\"},{\"id\":3,\"name\":\"b\"}"));
    assertThat(ids(mapping)).containsExactly(2, 3, 1);
    assertThat(mapping.notes()).isEmpty();
  }

  @Test
  void namesMayDifferInCaseAndJoints() throws Exception {
    CategoryMapping mapping =
        CategoryMapping.of(
            2,
            named("traffic light", "Stop-Sign"),
            dataset("{\"id\":5,\"name\":\"stop_sign\"},{\"id\":9,\"name\":\"Traffic  Light\"}"));
    assertThat(ids(mapping)).containsExactly(9, 5);
    assertThat(mapping.notes()).isEmpty();
  }

  @Test
  void whatOneSideLacksIsSaid() throws Exception {
    CategoryMapping mapping =
        CategoryMapping.of(
            3,
            Optional.of(new ClassLabels(List.of("a", "b", "c"), List.of(0, 1, 2))),
            dataset(
                "{\"id\":0,\"name\":\"root\"},{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}"));
    // c keeps an id that no category of the data set has
    assertThat(ids(mapping)).containsExactly(1, 2, 3);
    assertThat(mapping.notes()).hasSize(2);
    assertThat(mapping.notes().get(0)).startsWith("d.json: ").contains("1 of its 3", "(root)");
    assertThat(mapping.notes().get(1)).contains("1 of the detector's 3 classes (c)");
  }

  @Test
  void aRootCategoryOfAClassesNameIsNotTheClass() throws Exception {
    CategoryMapping mapping =
        CategoryMapping.of(
            2,
            named("a", "b"),
            dataset(
                "{\"id\":0,\"name\":\"a\"},{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"}",
                "{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[0,0,1,1]}"));
    assertThat(ids(mapping)).containsExactly(1, 2);
    assertThat(mapping.notes()).singleElement().asString().contains("1 of its 3 categories (a)");
  }

  @Test
  void cocoAlsoForAPartOfIt() throws Exception {
    CocoDataset part =
        dataset("{\"id\":90,\"name\":\"toothbrush\"},{\"id\":1,\"name\":\"person\"},{\"id\":18}");
    CategoryMapping mapping = CategoryMapping.of(80, UNNAMED, part);
    assertThat(mapping.categories()).isEqualTo(CocoCategories.categories());
    assertThat(mapping.notes()).singleElement().asString().contains("77", "bicycle", "67 more");
    assertThat(CategoryMapping.of(91, UNNAMED, part).categories())
        .isEqualTo(CocoLogits.categories());
    assertThat(CategoryMapping.of(91, UNNAMED, part).notes().get(0))
        .contains("77 of the detector's")
        .doesNotContain("unused");
  }

  @Test
  void cocoUnderOtherIds() throws Exception {
    CategoryMapping mapping =
        CategoryMapping.of(
            80, UNNAMED, dataset("{\"id\":1,\"name\":\"dog\"},{\"id\":2,\"name\":\"person\"}"));
    assertThat(mapping.categories().get(0).id()).isEqualTo(2);
    assertThat(mapping.categories().get(16).id()).isEqualTo(1);
    assertThat(ids(mapping)).doesNotHaveDuplicates();
  }

  @Test
  void withoutNamesPositionsCountAndThatIsSaid() throws Exception {
    String three = "{\"id\":30,\"name\":\"b\"},{\"id\":4,\"name\":\"a\"},{\"id\":99}";
    CategoryMapping mapping = CategoryMapping.of(3, UNNAMED, dataset(three));
    assertThat(ids(mapping)).containsExactly(4, 30, 99);
    assertThat(mapping.categories().items())
        .extracting(Category::name)
        .containsExactly("a", "b", "category_99");
    assertThat(mapping.notes())
        .singleElement()
        .asString()
        .contains("by position", "a, b, category_99", "the weights do not name their classes");
    assertThat(CategoryMapping.of(3, named("x", "y", "z"), dataset(three)).notes())
        .singleElement()
        .asString()
        .contains("by position", "none of its names is one of the detector's (x, y, z)");
  }

  @Test
  void eightyOtherClassesAreNotCocos() throws Exception {
    String eighty =
        IntStream.rangeClosed(1, 80)
            .mapToObj(
                id -> "{\"id\":" + id + ",\"name\":\"" + (id == 12 ? "person" : "c" + id) + "\"}")
            .collect(Collectors.joining(","));
    CategoryMapping mapping = CategoryMapping.of(80, UNNAMED, dataset(eighty));
    assertThat(mapping.categories().get(11).id()).isEqualTo(12);
    assertThat(mapping.notes().get(0)).contains("by position");
  }

  @Test
  void otherNumbersAreRefused() {
    assertThatThrownBy(
            () -> CategoryMapping.of(80, UNNAMED, dataset("{\"id\":1,\"name\":\"circle\"}")))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageStartingWith("d.json: it has 1 categories (circle), the detector has 80 classes")
        .hasMessageContaining("person");
    assertThatThrownBy(() -> CategoryMapping.of(8, UNNAMED, dataset("{\"id\":1},{\"id\":2}")))
        .isInstanceOf(CocoFormatException.class)
        .hasMessageContaining("2 categories");
  }
}
