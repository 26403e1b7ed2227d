/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.report;

import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoBox;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoResults;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a detector takes the objects for. Detections are gone through by descending score; each
 * takes the free object whose box it overlaps most, of whatever category. A detection that lies in
 * a crowd and takes no object does not count.
 *
 * @param categories the data set's categories by ascending id
 * @param counts [truth][found]: objects of one category that were found as another; the last row
 *     holds detections where there is nothing, the last column objects that were not found
 */
public record Confusion(List<CocoCategory> categories, int[][] counts) {

  /** Copies the tables. */
  public Confusion {
    categories = List.copyOf(categories);
    counts = copy(counts);
  }

  private static int[][] copy(int[][] rows) {
    int[][] copy = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  /** A copy of the table. */
  @Override
  public int[][] counts() {
    return copy(counts);
  }

  /**
   * Counts.
   *
   * @param dataset the true objects
   * @param results the detections; those of unknown categories do not count
   * @param evaluated ids of the pictures that count
   * @param minScore detections of lower scores do not count
   * @param minOverlap the least intersection over union of a detection and its object
   * @return the table
   */
  public static Confusion of(
      CocoDataset dataset,
      CocoResults results,
      Set<Long> evaluated,
      double minScore,
      double minOverlap) {
    return new Counting(dataset, results, minOverlap).count(evaluated, minScore);
  }

  /**
   * Returns the most frequent mistakes among the categories.
   *
   * @param limit how many at most
   * @return by descending count
   */
  public List<Mistake> mistakes(int limit) {
    List<Mistake> mistakes = new ArrayList<>();
    for (int truth = 0; truth < categories.size(); truth++) {
      for (int found = 0; found < categories.size(); found++) {
        if (truth != found && counts[truth][found] > 0) {
          mistakes.add(
              new Mistake(categories.get(truth), categories.get(found), counts[truth][found]));
        }
      }
    }
    mistakes.sort(Comparator.comparingInt(Mistake::count).reversed());
    return mistakes.stream().limit(limit).toList();
  }

  /**
   * Objects of one category that were found as another.
   *
   * @param truth what they are
   * @param found what they were taken for
   * @param count how many
   */
  public record Mistake(CocoCategory truth, CocoCategory found, int count) {}

  /** The counting. */
  private static final class Counting {
    private final CocoDataset dataset;
    private final CocoResults results;
    private final double minOverlap;
    private final int nothing;
    private final int[][] counts;
    private final Map<Integer, Integer> positions = new HashMap<>();

    Counting(CocoDataset dataset, CocoResults results, double minOverlap) {
      this.dataset = dataset;
      this.results = results;
      this.minOverlap = minOverlap;
      this.nothing = dataset.categories().size();
      this.counts = new int[nothing + 1][nothing + 1];
      for (CocoCategory category : dataset.categories()) {
        positions.put(category.id(), positions.size());
      }
    }

    Confusion count(Set<Long> evaluated, double minScore) {
      Map<Long, List<CocoAnnotation>> truths = new HashMap<>();
      for (int i = 0; i < dataset.annotationCount(); i++) {
        CocoAnnotation truth = dataset.annotation(i);
        if (truth.box() != null) {
          long image = dataset.images().get(truth.image()).id();
          truths.computeIfAbsent(image, id -> new ArrayList<>()).add(truth);
        }
      }
      Map<Long, List<Integer>> found = new HashMap<>();
      for (int i = 0; i < results.size(); i++) {
        if (results.score(i) >= minScore && positions.containsKey(results.categoryId(i))) {
          found.computeIfAbsent(results.imageId(i), id -> new ArrayList<>()).add(i);
        }
      }
      for (long image : evaluated) {
        count(truths.getOrDefault(image, List.of()), found.getOrDefault(image, List.of()));
      }
      return new Confusion(dataset.categories(), counts);
    }

    private void count(List<CocoAnnotation> truths, List<Integer> found) {
      boolean[] taken = new boolean[truths.size()];
      List<Integer> ranked = new ArrayList<>(found);
      ranked.sort(Comparator.comparingDouble((Integer i) -> results.score(i)).reversed());
      for (int detection : ranked) {
        int column = positions.get(results.categoryId(detection));
        CocoBox box = results.box(detection);
        int best = best(box, truths, taken);
        if (best >= 0) {
          taken[best] = true;
          counts[truths.get(best).category()][column]++;
        } else if (!inCrowd(box, truths)) {
          counts[nothing][column]++;
        }
      }
      for (int i = 0; i < taken.length; i++) {
        if (!taken[i] && !truths.get(i).crowd()) {
          counts[truths.get(i).category()][nothing]++;
        }
      }
    }

    private int best(CocoBox box, List<CocoAnnotation> truths, boolean[] taken) {
      int best = -1;
      double overlap = minOverlap;
      for (int i = 0; i < taken.length; i++) {
        if (!taken[i] && !truths.get(i).crowd()) {
          double iou = box.iou(truths.get(i).box(), false);
          if (iou >= overlap) {
            overlap = iou;
            best = i;
          }
        }
      }
      return best;
    }

    private boolean inCrowd(CocoBox box, List<CocoAnnotation> truths) {
      return truths.stream()
          .anyMatch(truth -> truth.crowd() && box.iou(truth.box(), true) >= minOverlap);
    }
  }
}
