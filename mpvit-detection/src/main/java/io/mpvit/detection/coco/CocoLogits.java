/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The classes of networks that number their outputs by COCO's category ids, from 0 to 90. Eleven of
 * them (0 and the ids that COCO does not use) were never trained; a detection of theirs counts for
 * nothing in an evaluation.
 */
public final class CocoLogits {
  private static final int COUNT = 91;
  private static final int GREY = 0x808080;

  private CocoLogits() {}

  /**
   * Returns the classes by output index.
   *
   * @return 91 categories whose ids are their indices; those not in use are named {@code unused}
   *     and their id
   */
  public static Categories categories() {
    return Holder.CATEGORIES;
  }

  /**
   * Returns COCO's categories as a network numbers them.
   *
   * @param outputs number of classes that the network tells apart
   * @return for 80 COCO's categories in the order of their ids, for 91 those of {@link
   *     #categories}, for any other number none
   */
  public static Optional<Categories> ofOutputs(int outputs) {
    return Stream.of(CocoCategories.categories(), categories())
        .filter(known -> known.size() == outputs)
        .findFirst();
  }

  private static Categories create() {
    Map<Integer, Category> used =
        CocoCategories.categories().items().stream()
            .collect(Collectors.toMap(Category::id, Function.identity()));
    List<Category> items =
        IntStream.range(0, COUNT)
            .mapToObj(
                id -> {
                  Category known = used.get(id);
                  return known == null
                      ? new Category(id, id, "unused " + id, GREY)
                      : new Category(id, id, known.name(), known.rgb());
                })
            .toList();
    return new Categories(items);
  }

  /** Loads on first use, not when the class is merely mentioned. */
  private static final class Holder {
    static final Categories CATEGORIES = create();
  }
}
