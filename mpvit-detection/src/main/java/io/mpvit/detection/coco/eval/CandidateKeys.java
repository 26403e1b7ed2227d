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
 * Sorting keys that bring detections and true objects into the order in which they are evaluated:
 * ascending category id, then ascending image id, then position in the file. What does not take
 * part gets no key.
 */
final class CandidateKeys {
  /** An element's position in its file takes the lower bits of a key, its group the upper. */
  private static final int POSITION_BITS = 30;

  private final Map<Long, Integer> imageRank = new HashMap<>();
  private final Map<Integer, Integer> categoryRank = new HashMap<>();
  private final boolean classAgnostic;

  CandidateKeys(CocoDataset dataset, CocoParameters parameters) throws CocoFormatException {
    classAgnostic = parameters.classAgnostic();
    rankImages(dataset, parameters);
    for (CocoCategory item : dataset.categories()) { // they come by ascending id
      categoryRank.put(item.id(), categoryRank.size());
    }
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

  /** Keys of the true objects, sorted. */
  long[] ofTruths(CocoDataset dataset) {
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

  /** Keys of the detections, sorted. An image that the data set does not have is an error. */
  long[] ofDetections(CocoDataset dataset, CocoResults results) throws CocoFormatException {
    checkImages(dataset, results);
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
                + results.imageName(i)
                + ", which "
                + dataset.name()
                + " does not have");
      }
    }
  }

  /** Number of detections whose category the data set does not have. */
  int countUnknown(CocoResults results) {
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

  /** The positions in the file that keys stand for. */
  static int[] positions(long[] keys) {
    int mask = (1 << POSITION_BITS) - 1;
    return Arrays.stream(keys).mapToInt(key -> (int) key & mask).toArray();
  }

  /** The group of a key: one per category and image, or per image if classes are merged. */
  long groupOf(long key) {
    long group = key >> POSITION_BITS;
    return classAgnostic ? group / categoryRank.size() : group;
  }

  /** The category of a group. */
  int categoryOf(long group) {
    return classAgnostic ? 0 : (int) (group / imageRank.size());
  }

  /** The number of categories that are told apart. */
  int categories() {
    return classAgnostic ? 1 : categoryRank.size();
  }
}
