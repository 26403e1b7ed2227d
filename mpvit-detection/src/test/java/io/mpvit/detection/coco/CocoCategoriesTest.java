/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CocoCategoriesTest {
  private static final Set<Integer> GAPS = Set.of(12, 26, 29, 30, 45, 66, 68, 69, 71, 83);

  @Test
  void idsAreOneToNinetyWithTheKnownGaps() {
    List<Integer> ids = CocoCategories.categories().items().stream().map(Category::id).toList();
    assertThat(ids)
        .isEqualTo(IntStream.rangeClosed(1, 90).filter(id -> !GAPS.contains(id)).boxed().toList());
  }

  @Test
  void namesAndColours() {
    Categories coco = CocoCategories.categories();
    assertThat(coco.get(0)).isEqualTo(new Category(0, 1, "person", 0xDC143C));
    assertThat(coco.get(79).name()).isEqualTo("toothbrush");
    assertThat(coco.byId(13)).isSameAs(coco.get(11));
    assertThat(coco.items().stream().map(Category::name).distinct()).hasSize(80);
    assertThat(coco.items().stream().map(Category::rgb).distinct()).hasSize(80);
  }

  @Test
  void refusesWhatIsNotThere() {
    Categories coco = CocoCategories.categories();
    assertThatThrownBy(() -> coco.get(80)).hasMessageContaining("below 80, found 80");
    assertThatThrownBy(() -> coco.byId(12)).hasMessageContaining("12");
    Category person = coco.get(0);
    assertThatThrownBy(() -> new Categories(List.of(person, person)))
        .hasMessageContaining("expected index 1");
    assertThatThrownBy(
            () -> new Categories(List.of(person, new Category(1, person.id(), "other", 0))))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> new Category(0, 1, " ", 0)).hasMessageContaining("name");
  }
}
