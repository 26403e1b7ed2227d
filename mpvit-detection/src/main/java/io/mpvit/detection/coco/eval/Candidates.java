/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoCategory;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoImage;
import io.mpvit.detection.coco.CocoResults;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Detections and true objects, grouped by category and image. Groups come by ascending category id,
 * then ascending image id; in a group the true objects stand in the order of their file, and the
 * detections by descending score, equal ones in the order of their file, cut at the largest limit.
 * All orders matter for the result.
 */
final class Candidates {
  /**
   * An element's position in its file takes the lower bits of a sorting key, its group the upper.
   */
  private static final int POSITION_BITS = 30;

  private final Map<Long, Integer> imageRank = new HashMap<>();
  private final Map<Integer, Integer> categoryRank = new HashMap<>();
  private final boolean classAgnostic;
  private final int dropped;

  /** Detections and annotations by their positions, sorted by group. */
  private final int[] detections;

  private final int[] truths;

  /** Category of each group, and where its elements start; one more start closes the last group. */
  private int[] category = new int[64];

  private int[] detectionStart = new int[65];
  private int[] truthStart = new int[65];
  private int groups;

  /** First group of each category, and the end of the last. */
  private final int[] categoryStart;

  Candidates(CocoDataset dataset, CocoResults results, CocoParameters parameters)
      throws CocoFormatException {
    classAgnostic = parameters.classAgnostic();
    rankImages(dataset, parameters);
    for (CocoCategory item : dataset.categories()) {
      categoryRank.put(item.id(), categoryRank.size());
    }
    checkImages(dataset, results);
    long[] truthKeys = truthKeys(dataset);
    long[] detectionKeys = detectionKeys(results);
    dropped = countDropped(results);
    truths = positions(truthKeys);
    int[] ordered = positions(detectionKeys);
    group(truthKeys, detectionKeys);
    detections = rank(ordered, results, parameters.maxLimit());
    categoryStart = categoryStarts(classAgnostic ? 1 : dataset.categories().size());
  }

  private void rankImages(CocoDataset dataset, CocoParameters parameters)
      throws CocoFormatException {
    List<Long> ids =
        dataset.images().stream()
            .map(CocoImage::id)
            .filter(id -> parameters.imageIds().map(some -> some.contains(id)).orElse(true))
            .sorted(Comparator.naturalOrder())
            .toList();
    ids.forEach(id -> imageRank.put(id, imageRank.size()));
    for (long id : parameters.imageIds().orElse(imageRank.keySet())) {
      if (!imageRank.containsKey(id)) {
        throw new CocoFormatException(dataset.name(), "there is no image with id " + id);
      }
    }
  }

  private static void checkImages(CocoDataset dataset, CocoResults results)
      throws CocoFormatException {
    long[] known = dataset.images().stream().mapToLong(CocoImage::id).sorted().toArray();
    for (int i = 0; i < results.size(); i++) {
      if (Arrays.binarySearch(known, results.imageId(i)) < 0) {
        throw new CocoFormatException(
            results.name(),
            "detection "
                + (i + 1)
                + " is in image "
                + results.imageId(i)
                + ", which "
                + dataset.name()
                + " does not have");
      }
    }
  }

  private long[] truthKeys(CocoDataset dataset) {
    long[] keys = new long[dataset.annotationCount()];
    int n = 0;
    for (int i = 0; i < keys.length; i++) {
      CocoAnnotation truth = dataset.annotation(i);
      Integer image = imageRank.get(dataset.images().get(truth.image()).id());
      if (image != null) {
        keys[n++] = key(truth.category(), image, i);
      }
    }
    return sorted(keys, n);
  }

  private long[] detectionKeys(CocoResults results) {
    long[] keys = new long[results.size()];
    int n = 0;
    for (int i = 0; i < keys.length; i++) {
      Integer image = imageRank.get(results.imageId(i));
      Integer rank = categoryRank.get(results.categoryId(i));
      if (image != null && rank != null) {
        keys[n++] = key(rank, image, i);
      }
    }
    return sorted(keys, n);
  }

  private int countDropped(CocoResults results) {
    int count = 0;
    for (int i = 0; i < results.size(); i++) {
      if (!categoryRank.containsKey(results.categoryId(i))) {
        count++;
      }
    }
    return count;
  }

  /** Without classes, elements of an image still come by ascending category. */
  private long key(int rank, int image, int position) {
    long group =
        classAgnostic
            ? (long) image * categoryRank.size() + rank
            : (long) rank * imageRank.size() + image;
    return group << POSITION_BITS | position;
  }

  private static long[] sorted(long[] keys, int n) {
    long[] some = Arrays.copyOf(keys, n);
    Arrays.sort(some);
    return some;
  }

  private static int[] positions(long[] keys) {
    int mask = (1 << POSITION_BITS) - 1;
    return Arrays.stream(keys).mapToInt(key -> (int) key & mask).toArray();
  }

  private long groupOf(long key) {
    long group = key >> POSITION_BITS;
    return classAgnostic ? group / categoryRank.size() : group;
  }

  /** Walks both sorted lists and opens a group wherever either has one. */
  private void group(long[] truthKeys, long[] detectionKeys) {
    int t = 0;
    int d = 0;
    while (t < truthKeys.length || d < detectionKeys.length) {
      long nextTruth = t < truthKeys.length ? groupOf(truthKeys[t]) : Long.MAX_VALUE;
      long nextDetection = d < detectionKeys.length ? groupOf(detectionKeys[d]) : Long.MAX_VALUE;
      long group = Math.min(nextTruth, nextDetection);
      open(classAgnostic ? 0 : (int) (group / imageRank.size()), t, d);
      while (t < truthKeys.length && groupOf(truthKeys[t]) == group) {
        t++;
      }
      while (d < detectionKeys.length && groupOf(detectionKeys[d]) == group) {
        d++;
      }
    }
    truthStart[groups] = t;
    detectionStart[groups] = d;
  }

  private void open(int ofCategory, int t, int d) {
    if (groups == category.length) {
      category = Arrays.copyOf(category, 2 * groups);
      truthStart = Arrays.copyOf(truthStart, 2 * groups + 1);
      detectionStart = Arrays.copyOf(detectionStart, 2 * groups + 1);
    }
    category[groups] = ofCategory;
    truthStart[groups] = t;
    detectionStart[groups] = d;
    groups++;
  }

  /** Sorts the detections of each group by score and closes the gaps that the limit leaves. */
  private int[] rank(int[] ordered, CocoResults results, int limit) {
    double[] scores = new double[results.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = results.score(i);
    }
    int[] scratch = new int[ordered.length];
    int out = 0;
    for (int group = 0; group < groups; group++) {
      int from = detectionStart[group];
      int to = detectionStart[group + 1];
      StableSort.descending(ordered, from, to, scores, scratch);
      int kept = Math.min(to - from, limit);
      System.arraycopy(ordered, from, ordered, out, kept);
      detectionStart[group] = out;
      out += kept;
    }
    detectionStart[groups] = out;
    return Arrays.copyOf(ordered, out);
  }

  private int[] categoryStarts(int categories) {
    int[] starts = new int[categories + 1];
    int group = 0;
    for (int k = 0; k < categories; k++) {
      starts[k] = group;
      while (group < groups && category[group] == k) {
        group++;
      }
    }
    starts[categories] = groups;
    return starts;
  }

  /** Number of detections whose category the data set does not have; they are left out. */
  int dropped() {
    return dropped;
  }

  int groups() {
    return groups;
  }

  int categories() {
    return categoryStart.length - 1;
  }

  int firstGroup(int ofCategory) {
    return categoryStart[ofCategory];
  }

  int endGroup(int ofCategory) {
    return categoryStart[ofCategory + 1];
  }

  /** First slot of a group's detections; the slot after its last is the next group's first. */
  int detectionStart(int group) {
    return detectionStart[group];
  }

  /** First slot of a group's true objects. */
  int truthStart(int group) {
    return truthStart[group];
  }

  int detectionSlots() {
    return detections.length;
  }

  int truthSlots() {
    return truths.length;
  }

  /** Position in the results of the detection in a slot. */
  int detection(int slot) {
    return detections[slot];
  }

  /** Position in the data set of the true object in a slot. */
  int truth(int slot) {
    return truths[slot];
  }
}
