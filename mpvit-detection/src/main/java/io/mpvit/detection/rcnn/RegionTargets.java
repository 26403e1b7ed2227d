/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.rcnn;

import io.mpvit.detection.target.GroundTruth;
import io.mpvit.detection.target.Matcher;
import io.mpvit.detection.target.Matches;
import io.mpvit.ops.Boxes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The regions of a batch that a stage learns from, and what they stand for.
 *
 * @param boxes packed regions
 * @param images the picture of each region
 * @param classes the class of each region; the number of classes for background
 * @param objects the object of each region in its picture's ground truth; meaningless for
 *     background
 */
record RegionTargets(float[] boxes, int[] images, int[] classes, int[] objects) {

  /** Some regions of one picture, in the order of the positions. */
  static RegionTargets of(
      float[] regions, int image, Matches matches, GroundTruth truth, int background, int[] taken) {
    return new RegionTargets(
        RegionBoxes.select(regions, taken),
        IntStream.of(taken).map(i -> image).toArray(),
        IntStream.of(taken)
            .map(
                i ->
                    matches.labels()[i] == Matches.OBJECT
                        ? truth.classes()[matches.objects()[i]]
                        : background)
            .toArray(),
        IntStream.of(taken).map(i -> matches.objects()[i]).toArray());
  }

  /** All regions of one picture. */
  static RegionTargets all(
      float[] regions, int image, Matcher matcher, GroundTruth truth, int background) {
    Matches matches = matcher.match(truth.boxes(), regions);
    int[] taken = IntStream.range(0, Boxes.count(regions)).toArray();
    return of(regions, image, matches, truth, background, taken);
  }

  static RegionTargets concatenate(List<RegionTargets> parts) {
    int count = parts.stream().mapToInt(RegionTargets::size).sum();
    RegionTargets all =
        new RegionTargets(
            new float[Boxes.SIZE * count], new int[count], new int[count], new int[count]);
    int at = 0;
    for (RegionTargets part : parts) {
      System.arraycopy(part.boxes, 0, all.boxes, Boxes.SIZE * at, part.boxes.length);
      System.arraycopy(part.images, 0, all.images, at, part.size());
      System.arraycopy(part.classes, 0, all.classes, at, part.size());
      System.arraycopy(part.objects, 0, all.objects, at, part.size());
      at += part.size();
    }
    return all;
  }

  int size() {
    return classes.length;
  }

  /** The regions that stand for objects, in order. */
  RegionTargets foreground(int background) {
    int[] taken = foregroundPositions(background);
    return new RegionTargets(
        RegionBoxes.select(boxes, taken),
        IntStream.of(taken).map(i -> images[i]).toArray(),
        IntStream.of(taken).map(i -> classes[i]).toArray(),
        IntStream.of(taken).map(i -> objects[i]).toArray());
  }

  int[] foregroundPositions(int background) {
    return IntStream.range(0, size()).filter(i -> classes[i] != background).toArray();
  }

  /** The boxes of the objects that regions stand for. */
  float[] objectBoxes(List<GroundTruth> truths) {
    float[] selected = new float[boxes.length];
    for (int i = 0; i < size(); i++) {
      float[] from = truths.get(images[i]).boxes();
      int at = Boxes.SIZE * i;
      System.arraycopy(from, Boxes.SIZE * objects[i], selected, at, Boxes.SIZE);
    }
    return selected;
  }

  /** The classes as int64. */
  long[] labels() {
    return Arrays.stream(classes).asLongStream().toArray();
  }
}
