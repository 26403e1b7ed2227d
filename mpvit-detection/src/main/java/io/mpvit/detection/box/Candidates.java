/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.box;

import io.mpvit.ops.Boxes;
import io.mpvit.ops.Nms;
import java.util.Arrays;
import java.util.List;

/**
 * Scored boxes as parallel arrays: what stands between a network's outputs and its results.
 *
 * @param boxes packed boxes, x1, y1, x2, y2 each
 * @param scores a score per box
 * @param groups what suppression keeps apart: a class index or a pyramid level per box
 */
public record Candidates(float[] boxes, float[] scores, int[] groups) {

  /** No candidates. */
  public static final Candidates NONE = new Candidates(new float[0], new float[0], new int[0]);

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException if they disagree
   */
  public Candidates {
    int count = Boxes.count(boxes);
    if (scores.length != count || groups.length != count) {
      throw new IllegalArgumentException(
          "candidates: expected scores and groups of "
              + count
              + " boxes, found "
              + scores.length
              + " and "
              + groups.length);
    }
  }

  /**
   * Joins lists of candidates.
   *
   * @param parts the lists
   * @return all of them, in order
   */
  public static Candidates concatenate(List<Candidates> parts) {
    int n = parts.stream().mapToInt(Candidates::size).sum();
    Candidates all = new Candidates(new float[4 * n], new float[n], new int[n]);
    int at = 0;
    for (Candidates part : parts) {
      int m = part.size();
      System.arraycopy(part.boxes, 0, all.boxes, 4 * at, 4 * m);
      System.arraycopy(part.scores, 0, all.scores, at, m);
      System.arraycopy(part.groups, 0, all.groups, at, m);
      at += m;
    }
    return all;
  }

  /**
   * Returns the number of candidates.
   *
   * @return how many there are
   */
  public int size() {
    return scores.length;
  }

  /**
   * Suppresses overlapping boxes of the same group and keeps the best of the rest.
   *
   * @param overlap largest IoU that two kept boxes of a group may have
   * @param limit most candidates to keep
   * @return what is left, by descending score
   */
  public Candidates suppress(double overlap, int limit) {
    int[] kept = Nms.keep(boxes, scores, groups, overlap);
    return select(kept.length > limit ? Arrays.copyOf(kept, limit) : kept);
  }

  /**
   * Takes some candidates.
   *
   * @param positions their positions
   * @return these candidates, in this order
   */
  public Candidates select(int... positions) {
    int n = positions.length;
    Candidates selected = new Candidates(new float[4 * n], new float[n], new int[n]);
    for (int i = 0; i < n; i++) {
      System.arraycopy(boxes, 4 * positions[i], selected.boxes, 4 * i, 4);
      selected.scores[i] = scores[positions[i]];
      selected.groups[i] = groups[positions[i]];
    }
    return selected;
  }
}
