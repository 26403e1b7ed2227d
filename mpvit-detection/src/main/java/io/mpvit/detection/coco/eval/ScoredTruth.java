/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoAnnotation;
import io.mpvit.detection.coco.CocoDataset;
import io.mpvit.detection.coco.CocoFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The true objects that can be scored: an object that lacks the box or the mask that is compared is
 * left out, and a missing area is that of the mask, or else that of the box.
 *
 * @param dataset the objects
 * @param notes lines for people: what was left out and what was filled in, at most twenty
 */
public record ScoredTruth(CocoDataset dataset, List<String> notes) {

  private static final int LINES = 20;

  /** Copies the list. */
  public ScoredTruth {
    notes = List.copyOf(notes);
  }

  /**
   * Looks through a data set.
   *
   * @param dataset the true objects
   * @param type what is compared
   * @return those that can be
   * @throws CocoFormatException if there are objects and none can be
   */
  public static ScoredTruth of(CocoDataset dataset, IouType type) throws CocoFormatException {
    List<String> notes = new ArrayList<>();
    int[] leftOut = {0};
    int[] ofMask = {0};
    int[] ofBox = {0};
    String lack = type == IouType.BBOX ? "it has no bbox" : "it has no mask of known size";
    CocoDataset scored =
        dataset.withAreas(
            i -> {
              CocoAnnotation entry = dataset.annotation(i);
              boolean masked = dataset.maskSize(i).isPresent();
              if (type == IouType.BBOX ? entry.box() == null : !masked) {
                if (++leftOut[0] < LINES) {
                  notes.add(
                      "%s: %s: not scored by %s: %s"
                          .formatted(dataset.name(), dataset.annotationName(i), type, lack));
                }
                return OptionalDouble.empty();
              }
              if (!Double.isNaN(entry.area())) {
                return OptionalDouble.of(entry.area());
              }
              (masked ? ofMask : ofBox)[0]++;
              return OptionalDouble.of(masked ? dataset.mask(i).area() : entry.box().area());
            });
    if (dataset.annotationCount() > 0 && scored.annotationCount() == 0) {
      throw new CocoFormatException(
          dataset.name(),
          "none of its %d annotations can be scored by %s; of the first: %s"
              .formatted(dataset.annotationCount(), type, lack));
    }
    if (leftOut[0] >= LINES) {
      notes.add(
          "%s: and %d more annotations not scored by %s"
              .formatted(dataset.name(), leftOut[0] - LINES + 1, type));
    }
    filled(dataset, ofMask[0], "mask", notes);
    filled(dataset, ofBox[0], "box", notes);
    return new ScoredTruth(scored, notes);
  }

  private static void filled(CocoDataset dataset, int count, String source, List<String> notes) {
    if (count > 0) {
      notes.add(
          "%s: %d annotations have no area: that of their %s is taken"
              .formatted(dataset.name(), count, source));
    }
  }
}
