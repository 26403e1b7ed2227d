/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.retinanet;

import io.mpvit.detection.box.BoxCoder;
import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.target.Matcher;
import io.mpvit.detection.target.Matches;
import java.util.Arrays;
import java.util.List;

/**
 * What the anchors of a batch are to predict, image by image, level by level.
 *
 * @param labels for each anchor its class, the number of classes for background, -1 to ignore it
 * @param positives the anchors that stand for objects
 * @param deltas four deltas for each of these, from the anchor to its object
 */
record RetinaNetTargets(long[] labels, long[] positives, float[] deltas) {

  static RetinaNetTargets of(
      float[] anchors, List<GroundTruth> truths, Matcher matcher, int classes, BoxCoder coder) {
    int perImage = anchors.length / 4;
    long[] labels = new long[perImage * truths.size()];
    long[] positives = new long[labels.length];
    float[] references = new float[4 * labels.length];
    float[] objects = new float[4 * labels.length];
    int count = 0;
    for (int image = 0; image < truths.size(); image++) {
      GroundTruth truth = truths.get(image);
      Matches matches = matcher.match(truth.boxes(), anchors);
      for (int i = 0; i < perImage; i++) {
        int row = image * perImage + i;
        int object = matches.objects()[i];
        switch (matches.labels()[i]) {
          case Matches.OBJECT -> {
            labels[row] = truth.classes()[object];
            System.arraycopy(anchors, 4 * i, references, 4 * count, 4);
            System.arraycopy(truth.boxes(), 4 * object, objects, 4 * count, 4);
            positives[count++] = row;
          }
          case Matches.IGNORED -> labels[row] = -1;
          default -> labels[row] = classes;
        }
      }
    }
    float[] deltas =
        coder.encode(Arrays.copyOf(references, 4 * count), Arrays.copyOf(objects, 4 * count));
    return new RetinaNetTargets(labels, Arrays.copyOf(positives, count), deltas);
  }
}
