/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.coco.eval;

import io.mpvit.detection.coco.CocoFormatException;
import io.mpvit.detection.coco.CocoImage;
import io.mpvit.detection.coco.CocoResults;
import io.mpvit.detection.mask.MaskBounds;
import io.mpvit.detection.mask.Rle;
import io.mpvit.detection.mask.RleSets;
import io.mpvit.image.ImageSize;
import java.util.HashMap;
import java.util.Map;

/** Overlaps of masks, which are decoded for the group at hand and then forgotten. */
final class MaskOverlaps implements Overlaps {
  private final EvaluationInput input;
  private final Candidates candidates;
  private final boolean areaOfBoxes;
  private final Map<Long, ImageSize> pictures = new HashMap<>();

  MaskOverlaps(EvaluationInput input) throws CocoFormatException {
    this.input = input;
    this.candidates = input.candidates();
    CocoResults results = input.results();
    areaOfBoxes =
        input.parameters().maskArea() == MaskArea.BOX_IF_GIVEN
            && results.size() > 0
            && results.hasBox(0);
    for (CocoImage image : input.dataset().images()) {
      pictures.put(image.id(), image.size());
    }
    for (int group = 0; group < candidates.groups(); group++) {
      check(group);
    }
  }

  /** All masks of a group are there and of the picture's size, or, if that is unknown, of one. */
  private void check(int group) throws CocoFormatException {
    ImageSize size = null;
    String source = "";
    int truths = candidates.truthStart(group + 1);
    for (int slot = candidates.truthStart(group); slot < truths; slot++) {
      ImageSize found = input.dataset().maskSize(candidates.truth(slot)).orElse(null);
      if (found == null) {
        throw input.badTruth(slot, "has no mask, or its image no size");
      }
      if (size != null && !size.equals(found)) {
        throw input.badTruth(slot, "has a mask of " + found.text() + source + size.text());
      }
      size = found;
      source = ", others of its image are of ";
    }
    int end = candidates.detectionStart(group + 1);
    for (int slot = candidates.detectionStart(group); slot < end; slot++) {
      int detection = candidates.detection(slot);
      ImageSize found = input.results().maskSize(detection).orElse(null);
      if (found == null) {
        throw input.badDetection(slot, "has no segmentation");
      }
      ImageSize picture = pictures.get(input.results().imageId(detection));
      size = picture != null ? picture : size;
      if (size != null && !size.equals(found)) {
        throw input.badDetection(
            slot,
            "has a mask of %s, image %s is of %s"
                .formatted(
                    found.text(),
                    input.dataset().imageId(input.results().imageId(detection)),
                    size.text()));
      }
      if (areaOfBoxes && !input.results().hasBox(detection)) {
        throw input.badDetection(slot, "has no bbox, but the first detection has");
      }
    }
  }

  @Override
  public void fill(int group, double[] out) {
    int truthStart = candidates.truthStart(group);
    int truths = candidates.truthStart(group + 1) - truthStart;
    Rle[] masks = new Rle[truths];
    MaskBounds[] bounds = new MaskBounds[truths];
    boolean[] crowds = new boolean[truths];
    for (int i = 0; i < truths; i++) {
      masks[i] = input.dataset().mask(candidates.truth(truthStart + i));
      bounds[i] = masks[i].bounds();
      crowds[i] = input.truth(truthStart + i).crowd();
    }
    int n = 0;
    for (int d = candidates.detectionStart(group); d < candidates.detectionStart(group + 1); d++) {
      MaskBounds where = input.results().maskBounds(candidates.detection(d));
      Rle mask = null; // decoded if something is near
      for (int i = 0; i < truths; i++) {
        if (!where.overlaps(bounds[i])) {
          out[n++] = 0;
          continue;
        }
        mask = mask == null ? input.results().mask(candidates.detection(d)) : mask;
        out[n++] = RleSets.iou(mask, masks[i], crowds[i]);
      }
    }
  }

  @Override
  public double area(int slot) {
    int detection = candidates.detection(slot);
    CocoResults results = input.results();
    return areaOfBoxes ? results.box(detection).area() : results.maskArea(detection);
  }
}
