/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.visualize.Palette;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Tells which category of a data set each class of a detector is. */
public final class CategoryMapping {

  private CategoryMapping() {}

  /**
   * Maps the classes of a detector to the categories of a data set. A detector with COCO's classes,
   * 80 or the 91 of {@link CocoLogits}, goes by id where all categories of the data set are COCO's
   * by id and name, even if they are fewer; any other detector needs as many classes as there are
   * categories, and class k is the category with the k-th id in ascending order.
   *
   * @param classes number of classes of the detector
   * @param dataset the data set
   * @return the data set's numbers and names by class index
   * @throws CocoFormatException if neither is the case
   */
  public static Categories of(int classes, CocoDataset dataset) throws CocoFormatException {
    List<CocoCategory> known = dataset.categories();
    Optional<Categories> coco =
        CocoLogits.ofOutputs(classes)
            .filter(own -> known.stream().allMatch(category -> isCoco(category, own)));
    if (coco.isPresent()) {
      return coco.get();
    }
    if (classes != known.size()) {
      throw new CocoFormatException(
          dataset.name(),
          "it has " + known.size() + " categories, the detector has " + classes + " classes");
    }
    Palette palette = Palette.generated(classes);
    return new Categories(
        IntStream.range(0, classes)
            .mapToObj(
                k -> new Category(k, known.get(k).id(), name(known.get(k)), palette.colour(k)))
            .toList());
  }

  private static boolean isCoco(CocoCategory category, Categories coco) {
    Optional<Category> same =
        coco.items().stream().filter(item -> item.id() == category.id()).findFirst();
    return same.isPresent()
        && (category.name().isBlank() || category.name().equals(same.get().name()));
  }

  private static String name(CocoCategory category) {
    return category.name().isBlank() ? "category_" + category.id() : category.name();
  }
}
