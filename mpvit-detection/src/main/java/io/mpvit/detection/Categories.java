/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection;

import io.mpvit.visualize.Palette;
import io.mpvit.weights.ClassLabels;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes that a detector knows, in the order of its class indices.
 *
 * @param items one category per class index
 */
public record Categories(List<Category> items) {

  /**
   * Copies the list and checks it.
   *
   * @throws IllegalArgumentException if an index is not the position in the list, or an id occurs
   *     twice
   */
  public Categories {
    items = List.copyOf(items);
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).index() != i) {
        throw new IllegalArgumentException(
            "categories: expected index " + i + ", found " + items.get(i));
      }
    }
    if (items.stream().map(Category::id).distinct().count() != items.size()) {
      throw new IllegalArgumentException("categories: an id occurs twice in " + items);
    }
  }

  /**
   * Makes categories of names alone: their ids are the class indices, their colours generated.
   *
   * @param names class names by index
   * @return the categories
   */
  public static Categories ofNames(List<String> names) {
    Palette palette = Palette.generated(names.size());
    return new Categories(
        IntStream.range(0, names.size())
            .mapToObj(i -> new Category(i, i, names.get(i), palette.colour(i)))
            .toList());
  }

  /**
   * Makes categories of the labels that came with weights: with the data set's numbers if it has
   * some, else the class indices; their colours are generated.
   *
   * @param labels the classes
   * @return the categories
   */
  public static Categories of(ClassLabels labels) {
    if (labels.ids().isEmpty()) {
      return ofNames(labels.names());
    }
    Palette palette = Palette.generated(labels.size());
    return new Categories(
        IntStream.range(0, labels.size())
            .mapToObj(
                i -> new Category(i, labels.ids().get(i), labels.names().get(i), palette.colour(i)))
            .toList());
  }

  /** The names and numbers of the categories, to go with weights. */
  public ClassLabels labels() {
    return new ClassLabels(
        items.stream().map(Category::name).toList(), items.stream().map(Category::id).toList());
  }

  /**
   * Returns the number of classes.
   *
   * @return the number of classes
   */
  public int size() {
    return items.size();
  }

  /**
   * Returns a class by the index that networks emit.
   *
   * @param index class index
   * @return the category
   * @throws IllegalArgumentException if there is no such class
   */
  public Category get(int index) {
    if (index < 0 || index >= items.size()) {
      throw new IllegalArgumentException(
          "class index must be below " + items.size() + ", found " + index);
    }
    return items.get(index);
  }

  /**
   * Returns a class by its number in the data set's files.
   *
   * @param id category id
   * @return the category
   * @throws IllegalArgumentException if there is no such class
   */
  public Category byId(int id) {
    return items.stream()
        .filter(item -> item.id() == id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no category has id " + id));
  }
}
