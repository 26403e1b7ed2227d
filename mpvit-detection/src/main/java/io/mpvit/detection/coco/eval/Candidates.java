/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoResults;
import java.util.Arrays;

/**
 * Detections and true objects, grouped by category and image. Groups come by ascending category id,
 * then ascending image id; in a group the true objects stand in the order of their file, and the
 * detections by descending score, equal ones in the order of their file, cut at the largest limit.
 * All orders matter for the result.
 */
final class Candidates {
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
    CandidateKeys keys = new CandidateKeys(dataset, parameters);
    long[] truthKeys = keys.ofTruths(dataset);
    long[] detectionKeys = keys.ofDetections(dataset, results);
    dropped = keys.countUnknown(results);
    truths = CandidateKeys.positions(truthKeys);
    group(keys, truthKeys, detectionKeys);
    detections = rank(CandidateKeys.positions(detectionKeys), results, parameters.maxLimit());
    categoryStart = categoryStarts(keys.categories());
  }

  /** Walks both sorted lists and opens a group wherever either has one. */
  private void group(CandidateKeys keys, long[] truthKeys, long[] detectionKeys) {
    int t = 0;
    int d = 0;
    while (t < truthKeys.length || d < detectionKeys.length) {
      long nextTruth = t < truthKeys.length ? keys.groupOf(truthKeys[t]) : Long.MAX_VALUE;
      long nextDetection =
          d < detectionKeys.length ? keys.groupOf(detectionKeys[d]) : Long.MAX_VALUE;
      long group = Math.min(nextTruth, nextDetection);
      open(keys.categoryOf(group), t, d);
      while (t < truthKeys.length && keys.groupOf(truthKeys[t]) == group) {
        t++;
      }
      while (d < detectionKeys.length && keys.groupOf(detectionKeys[d]) == group) {
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
