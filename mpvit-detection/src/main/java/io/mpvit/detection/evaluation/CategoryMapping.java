/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import io.mpvit.detection.Categories;
import io.mpvit.detection.Category;
import io.mpvit.detection.coco.CocoCategories;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoLogits;
import io.mpvit.weights.ClassLabels;
import io.mpvit.weights.ClassMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells which category of a data set each class of a detector is.
 *
 * @param categories by the detector's class index, with the data set's ids; a class that the data
 *     set lacks has an id that no category there has
 * @param notes lines for people: what one side lacks, and where classes had to be matched by
 *     position
 */
public record CategoryMapping(Categories categories, List<String> notes) {

  /** Copies the list. */
  public CategoryMapping {
    notes = List.copyOf(notes);
  }

  /**
   * Returns the categories of a data set as the classes of a detector that learns from it: class k
   * is the category with the k-th id in ascending order.
   *
   * @param dataset the data set
   * @return COCO's own, with their colours, if it has exactly those
   */
  public static Categories ofData(CocoDataset dataset) {
    List<CocoCategory> known = dataset.categories();
    Categories coco = CocoCategories.categories();
    boolean isCoco =
        known.size() == coco.size()
            && IntStream.range(0, coco.size()).allMatch(k -> isSame(known.get(k), coco.get(k)));
    return isCoco ? coco : Categories.of(labels(known));
  }

  private static boolean isSame(CocoCategory category, Category coco) {
    return category.id() == coco.id()
        && (category.name().isBlank() || category.name().equals(coco.name()));
  }

  private static ClassLabels labels(List<CocoCategory> known) {
    return new ClassLabels(
        known.stream()
            .map(item -> item.name().isBlank() ? "category_" + item.id() : item.name())
            .toList(),
        known.stream().map(CocoCategory::id).toList());
  }

  /**
   * Maps the classes of a detector to the categories of a data set: by name where both have names,
   * by id where a category has none and the detector's classes have ids, else, with a note, by
   * position. A detector of unknown names with 80 classes, or the 91 of {@link CocoLogits}, has
   * COCO's if at least half of the data set's names are COCO's.
   *
   * @param classes number of classes of the detector
   * @param labels what its weights call them, if they do
   * @param dataset the data set
   * @return the mapping
   * @throws CocoFormatException if nothing matches, and the numbers of classes differ
   */
  public static CategoryMapping of(int classes, Optional<ClassLabels> labels, CocoDataset dataset)
      throws CocoFormatException {
    Matching matching = new Matching(classes, labels, dataset);
    return matching.byName().or(matching::byPosition).orElseThrow(matching::refusal);
  }

  /** One detector and one data set. */
  private static final class Matching {
    private final int classes;
    private final Optional<Categories> own;
    private final boolean presumed;
    private final CocoDataset dataset;

    /** The data set's categories, those with objects before others of the same name. */
    private final List<CocoCategory> known;

    Matching(int classes, Optional<ClassLabels> labels, CocoDataset dataset) {
      this.classes = classes;
      this.dataset = dataset;
      this.known = ordered(dataset);
      Optional<Categories> coco = CocoLogits.ofOutputs(classes);
      Optional<Categories> named =
          labels
              .filter(some -> some.size() == classes)
              // COCO's own have better colours
              .map(
                  some ->
                      coco.filter(all -> all.labels().equals(some))
                          .orElseGet(() -> Categories.of(some)));
      this.presumed = named.isEmpty();
      this.own = named.or(() -> coco);
    }

    /** An exporter's root category can have the name of a class, but it has no objects. */
    private static List<CocoCategory> ordered(CocoDataset dataset) {
      Set<Integer> occurring =
          IntStream.range(0, dataset.annotationCount())
              .mapToObj(i -> dataset.annotation(i).category())
              .collect(Collectors.toSet());
      List<CocoCategory> all = dataset.categories();
      List<CocoCategory> result = new ArrayList<>();
      IntStream.range(0, all.size())
          .filter(occurring::contains)
          .forEach(k -> result.add(all.get(k)));
      all.stream().filter(category -> !result.contains(category)).forEach(result::add);
      return result;
    }

    Optional<CategoryMapping> byName() {
      if (own.isEmpty()) {
        return Optional.empty();
      }
      List<String> names = own.get().labels().names();
      ClassMatch match = ClassMatch.byName(names, known.stream().map(CocoCategory::name).toList());
      int[] positions = match.positions().stream().mapToInt(Integer::intValue).toArray();
      for (int k = 0; k < classes; k++) {
        positions[k] = positions[k] < 0 ? namelessOfId(own.get().get(k).id()) : positions[k];
      }
      long found = IntStream.of(positions).filter(position -> position >= 0).count();
      boolean trusted = !presumed || known.size() != classes || 2 * found >= known.size();
      return found == 0 || !trusted ? Optional.empty() : Optional.of(mapping(positions));
    }

    private int namelessOfId(int id) {
      return IntStream.range(0, known.size())
          .filter(i -> known.get(i).name().isBlank() && known.get(i).id() == id)
          .findFirst()
          .orElse(-1);
    }

    private CategoryMapping mapping(int... positions) {
      Set<Integer> taken = known.stream().map(CocoCategory::id).collect(Collectors.toSet());
      int next = 1 + Math.max(0, taken.stream().mapToInt(Integer::intValue).max().orElse(0));
      next = Math.max(next, 1 + own.get().items().stream().mapToInt(Category::id).max().orElse(0));
      List<Category> items = new ArrayList<>();
      List<String> lacking = new ArrayList<>();
      for (int k = 0; k < classes; k++) {
        Category mine = own.get().get(k);
        int id = mine.id();
        if (positions[k] >= 0) {
          id = known.get(positions[k]).id();
        } else {
          id = taken.contains(id) ? next++ : id;
          if (!isUnused(mine)) {
            lacking.add(mine.name());
          }
        }
        items.add(new Category(k, id, mine.name(), mine.rgb()));
      }
      List<String> unknown =
          IntStream.range(0, known.size())
              .filter(i -> IntStream.of(positions).noneMatch(position -> position == i))
              .mapToObj(i -> describe(known.get(i)))
              .toList();
      return new CategoryMapping(new Categories(items), notes(lacking, unknown));
    }

    /** One of the outputs that a network of COCO's ids has for ids that COCO does not use. */
    private boolean isUnused(Category category) {
      return classes == CocoLogits.categories().size()
          && category.name().equals(CocoLogits.categories().get(category.index()).name())
          && CocoCategories.categories().items().stream()
              .noneMatch(used -> used.name().equals(category.name()));
    }

    private static String describe(CocoCategory category) {
      return category.name().isBlank() ? "category " + category.id() : category.name();
    }

    private List<String> notes(List<String> lacking, List<String> unknown) {
      List<String> notes = new ArrayList<>();
      if (!unknown.isEmpty()) {
        notes.add(
            "%s: the detector does not know %d of its %d categories (%s): their objects count as"
                    .formatted(
                        dataset.name(), unknown.size(), known.size(), ClassMatch.text(unknown))
                + " not found");
      }
      if (!lacking.isEmpty()) {
        notes.add(
            "%s: it has no categories for %d of the detector's %d classes (%s): what is found of"
                    .formatted(dataset.name(), lacking.size(), classes, ClassMatch.text(lacking))
                + " them is not scored");
      }
      return notes;
    }

    Optional<CategoryMapping> byPosition() {
      if (classes != known.size()) {
        return Optional.empty();
      }
      Categories categories = Categories.of(labels(dataset.categories()));
      String reason =
          presumed
              ? "the weights do not name their classes"
              : "none of its names is one of the detector's ("
                  + ClassMatch.text(own.get().labels().names())
                  + ")";
      return Optional.of(
          new CategoryMapping(
              categories,
              List.of(
                  "%s: classes are matched by position, in the order of the ids (%s), because %s"
                      .formatted(
                          dataset.name(), ClassMatch.text(categories.labels().names()), reason))));
    }

    CocoFormatException refusal() {
      return new CocoFormatException(
          dataset.name(),
          "it has %d categories%s, the detector has %d classes%s"
              .formatted(
                  known.size(),
                  listed(known.stream().map(Matching::describe).toList()),
                  classes,
                  own.map(mine -> listed(mine.labels().names()) + ", none of the same name")
                      .orElse("")));
    }

    private static String listed(List<String> names) {
      return names.isEmpty() ? "" : " (" + ClassMatch.text(names) + ")";
    }
  }
}
