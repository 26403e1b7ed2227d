/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.convert;

import io.mpvit.detection.mask.Rle;
import io.mpvit.image.ImageSize;
import io.mpvit.image.IndexPicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The connected regions of one value in a label map; pixels that touch at a corner are connected.
 */
final class LabelRegions {

  private final IndexPicture labels;
  private final int[] regions;
  private final List<Integer> values = new ArrayList<>();

  /**
   * A region.
   *
   * @param value its value in the map
   * @param mask its pixels
   */
  record Region(int value, Rle mask) {}

  private LabelRegions(IndexPicture labels) {
    this.labels = labels;
    this.regions = new int[labels.values().length];
    Arrays.fill(regions, -1);
  }

  /**
   * Finds the regions.
   *
   * @param wanted which values are looked at
   * @return in the order of their topmost, then leftmost pixels
   */
  static List<Region> of(IndexPicture labels, IntPredicate wanted) {
    LabelRegions found = new LabelRegions(labels);
    int[] stack = new int[found.regions.length];
    for (int i = 0; i < found.regions.length; i++) {
      int value = labels.values()[i] & 0xffff;
      if (found.regions[i] < 0 && wanted.test(value)) {
        found.flood(i, stack);
        found.values.add(value);
      }
    }
    return found.masks();
  }

  private void flood(int from, int... stack) {
    int width = labels.size().width();
    int height = labels.size().height();
    short value = labels.values()[from];
    int number = values.size();
    int depth = 0;
    stack[depth++] = from;
    regions[from] = number;
    while (depth > 0) {
      int at = stack[--depth];
      int x = at % width;
      int y = at / width;
      for (int v = Math.max(y - 1, 0); v <= Math.min(y + 1, height - 1); v++) {
        for (int u = Math.max(x - 1, 0); u <= Math.min(x + 1, width - 1); u++) {
          int neighbour = v * width + u;
          if (regions[neighbour] < 0 && labels.values()[neighbour] == value) {
            regions[neighbour] = number; // so that it comes to the stack once
            stack[depth++] = neighbour;
          }
        }
      }
    }
  }

  /** Run lengths of all regions in one walk along the columns. */
  private List<Region> masks() {
    ImageSize size = labels.size();
    List<Runs> runs = values.stream().map(value -> new Runs()).toList();
    for (int x = 0, position = 0; x < size.width(); x++) {
      for (int y = 0; y < size.height(); y++, position++) {
        int region = regions[y * size.width() + x];
        if (region >= 0) {
          runs.get(region).add(position);
        }
      }
    }
    List<Region> found = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      found.add(new Region(values.get(i), Rle.of(size, runs.get(i).counts(regions.length))));
    }
    return found;
  }

  /** Run lengths that grow. */
  private static final class Runs {
    private int[] counts = new int[8];
    private int length;
    private int end;

    void add(int position) {
      if (length > 0 && position == end) {
        counts[length - 1]++;
      } else {
        if (length + 2 > counts.length) {
          counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[length++] = position - end;
        counts[length++] = 1;
      }
      end = position + 1;
    }

    int[] counts(int pixels) {
      int[] all = Arrays.copyOf(counts, end < pixels ? length + 1 : length);
      if (end < pixels) {
        all[length] = pixels - end;
      }
      return all;
    }
  }
}
