/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;

/**
 * Puts the small probability map of a mask head into the picture, as detectron2 does: pixel centres
 * are mapped into the map by the box, sampled bilinearly with zeros around the map, and set where
 * the value reaches 0.5. All arithmetic is float32 in the order of PyTorch's grid sampling on the
 * CPU, so that pixels at the threshold fall the same way.
 *
 * <p>Only the box and a margin of a pixel are looked at: further out a sample holds at most half of
 * an edge value. Between four values that lie on one side of the threshold nothing is sampled at
 * all. Runs are written as they are found; there is no bitmap of the picture.
 */
public final class MaskPaste {
  private static final float THRESHOLD = 0.5f;

  /** Far above the rounding of a bilinear sample. */
  private static final float MARGIN = 1e-4f;

  /** The map in a border of zeros. */
  private final float[] padded;

  private final int stride;

  private MaskPaste(float[] probabilities, int side) {
    this.stride = side + 2;
    this.padded = new float[stride * stride];
    for (int row = 0; row < side; row++) {
      System.arraycopy(probabilities, row * side, padded, (row + 1) * stride + 1, side);
    }
  }

  /**
   * Pastes one mask.
   *
   * @param probabilities row-major [side x side], in [0, 1]; a value that is not a number sets no
   *     pixel
   * @param side height and width of the map, 28 in the published models
   * @param box the object's box in pixels of the picture; an empty or non-finite one gives an empty
   *     mask, and parts outside the picture are cut
   * @param image size of the picture
   * @return the mask in the picture, in canonical form
   * @throws IllegalArgumentException if the map does not have side x side values
   */
  public static Rle paste(float[] probabilities, int side, Box box, ImageSize image) {
    if (side < 1 || probabilities.length != side * side) {
      throw new IllegalArgumentException(
          "probabilities: expected "
              + side
              + "x"
              + side
              + " values, found "
              + probabilities.length);
    }
    if (box.isEmpty() || !Float.isFinite(box.width()) || !Float.isFinite(box.height())) {
      return Rle.empty(image);
    }
    Axis rows = new Axis(box.y1(), box.y2(), image.height(), side);
    Axis columns = new Axis(box.x1(), box.x2(), image.width(), side);
    MaskPaste paste = new MaskPaste(probabilities, side);
    RunWriter runs = new RunWriter(image);
    for (int x = 0; x < columns.count; x++) {
      runs.skipTo((columns.first + x) * image.height() + rows.first);
      paste.pasteColumn(rows, columns.cell[x], columns.fraction[x], runs);
    }
    return runs.finish();
  }

  /** One column of the picture, cell by cell of the map. */
  private void pasteColumn(Axis rows, int column, float east, RunWriter runs) {
    int start = 0;
    while (start < rows.count) {
      int cell = rows.cell[start];
      int end = start + 1;
      while (end < rows.count && rows.cell[end] == cell) {
        end++;
      }
      int at = cell * stride + column;
      float low = min(at);
      float high = max(at);
      if (low > THRESHOLD + MARGIN || high < THRESHOLD - MARGIN) {
        runs.add(end - start, low > THRESHOLD);
      } else {
        pasteCell(at, rows, start, end, east, runs);
      }
      start = end;
    }
  }

  /** The pixels of a column that lie between the same four values, which the threshold parts. */
  private void pasteCell(int at, Axis rows, int start, int end, float east, RunWriter runs) {
    float west = 1 - east;
    for (int y = start; y < end; y++) {
      float south = rows.fraction[y];
      float north = 1 - south;
      float value = padded[at] * (north * west);
      value = plus(value, padded[at + 1], north * east);
      value = plus(value, padded[at + stride], south * west);
      value = plus(value, padded[at + stride + 1], south * east);
      runs.add(1, value >= THRESHOLD);
    }
  }

  private float min(int at) {
    return Math.min(
        Math.min(padded[at], padded[at + 1]),
        Math.min(padded[at + stride], padded[at + stride + 1]));
  }

  private float max(int at) {
    return Math.max(
        Math.max(padded[at], padded[at + 1]),
        Math.max(padded[at + stride], padded[at + stride + 1]));
  }

  /**
   * A fused multiply-add, as PyTorch's kernel is compiled. The product of two floats is exact in
   * double; Math.fma would be slow where the processor lacks the instruction.
   */
  private static float plus(float sum, float value, float weight) {
    return (float) ((double) value * weight + sum);
  }

  /** The pixels of one axis near the box, and where they fall between the cells of the map. */
  private static final class Axis {
    private final int first;
    private final int count;

    /** Cell of the padded map before the sample. */
    private final int[] cell;

    /** Distance from that cell's centre to the sample, in cells. */
    private final float[] fraction;

    Axis(float from, float to, int pixels, int side) {
      first = (int) Math.min(Math.max(Math.floor(from) - 1, 0), pixels);
      int end = (int) Math.max(Math.min(Math.ceil(to) + 1, pixels), first);
      count = end - first;
      cell = new int[count];
      fraction = new float[count];
      float half = side / 2f;
      for (int i = 0; i < count; i++) {
        float unit = (first + i + 0.5f - from) / (to - from) * 2 - 1; // the box is [-1, 1]
        float at = (unit + 1) * half - 0.5f;
        // Samples beyond the border of zeros see only zeros, as those on it do.
        float clamped = Math.min(Math.max(at, -1), side);
        int below = Math.min((int) Math.floor(clamped), side - 1);
        cell[i] = below + 1;
        fraction[i] = clamped - below;
      }
    }
  }
}
