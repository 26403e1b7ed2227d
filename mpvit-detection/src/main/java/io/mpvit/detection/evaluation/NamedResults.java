/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.evaluation;

import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.weights.ClassMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Results whose categories have the data set's numbers, by name where both sides have names.
 *
 * @param results the detections
 * @param notes lines for people: what was matched by name, and what is in doubt
 */
public record NamedResults(CocoResults results, List<String> notes) {

  /** Copies the list. */
  public NamedResults {
    notes = List.copyOf(notes);
  }

  /**
   * Brings results to a data set's numbers. Where results have no names, or none of the data set's,
   * their ids count as they are. A category that the data set lacks gets an id that it does not
   * have.
   *
   * @param dataset the true objects
   * @param results the detections
   * @return the results and what is to be said of them
   */
  public static NamedResults of(CocoDataset dataset, CocoResults results) {
    Map<Integer, String> names = new TreeMap<>(results.categoryNames());
    List<Integer> ids = List.copyOf(names.keySet());
    ClassMatch match =
        ClassMatch.byName(
            List.copyOf(names.values()),
            dataset.categories().stream().map(CocoCategory::name).toList());
    if (match.count() == 0) {
      return new NamedResults(results, doubt(dataset, results, names));
    }
    Set<Integer> taken = new HashSet<>(ids);
    dataset.categories().forEach(category -> taken.add(category.id()));
    int free = 1 + taken.stream().mapToInt(Integer::intValue).max().orElse(0);
    Map<Integer, Integer> numbers = new HashMap<>();
    boolean changed = false;
    for (int i = 0; i < ids.size(); i++) {
      int position = match.of(i);
      boolean known =
          position < 0
              && dataset.categories().stream().map(CocoCategory::id).toList().contains(ids.get(i));
      int id =
          position >= 0 ? dataset.categories().get(position).id() : known ? free++ : ids.get(i);
      changed |= id != ids.get(i);
      numbers.put(ids.get(i), id);
    }
    if (!changed) {
      return new NamedResults(results, List.of());
    }
    return new NamedResults(
        results.renumbered(id -> numbers.getOrDefault(id, id)),
        List.of(
            "%s: its ids of categories are not those of %s: %d of %d are matched by name"
                .formatted(results.name(), dataset.name(), match.count(), ids.size())));
  }

  private static List<String> doubt(
      CocoDataset dataset, CocoResults results, Map<Integer, String> names) {
    List<String> there =
        dataset.categories().stream().map(CocoCategory::name).filter(n -> !n.isBlank()).toList();
    List<String> notes = new ArrayList<>();
    if (!names.isEmpty() && !there.isEmpty()) {
      notes.add(
          "%s: its categories (%s) have other names than those of %s: they are matched by id"
              .formatted(
                  results.name(), ClassMatch.text(List.copyOf(names.values())), dataset.name()));
    }
    return notes;
  }
}
