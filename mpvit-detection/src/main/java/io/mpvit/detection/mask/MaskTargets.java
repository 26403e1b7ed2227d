/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.mask;

import io.mpvit.detection.box.Box;
import io.mpvit.image.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * What a mask head is trained towards: the true mask of an object, cropped by the box of a proposal
 * and brought to the head's resolution (28x28 in the published recipes), as detectron2 does it.
 */
public final class MaskTargets {
  /** Boxes narrower than this are cropped as if they were so wide. */
  private static final double MIN_SIDE = 0.1;

  private static final float THRESHOLD = 0.5f;

  private MaskTargets() {}

  /**
   * Crops an object given by polygons: they are moved and stretched so that the box covers the
   * grid, and filled there by the COCO rule.
   *
   * @param polygons parts of the object, corners x0, y0, x1, y1, ... in pixels of the picture
   * @param box the proposal in the same pixels
   * @param side height and width of the target
   * @return row-major [side x side]
   * @throws IllegalArgumentException if there is no polygon, one is bad (see {@link
   *     PolygonRasterizer}), or the box is not finite
   */
  public static boolean[] ofPolygons(List<double[]> polygons, Box box, int side) {
    double scaleX = side / Math.max(box.width(), MIN_SIDE);
    double scaleY = side / Math.max(box.height(), MIN_SIDE);
    List<double[]> local = new ArrayList<>(polygons.size());
    for (double[] polygon : polygons) {
      double[] moved = new double[polygon.length];
      for (int i = 0; i < polygon.length; i++) {
        moved[i] = i % 2 == 0 ? (polygon[i] - box.x1()) * scaleX : (polygon[i] - box.y1()) * scaleY;
      }
      local.add(moved);
    }
    return PolygonRasterizer.rasterize(local, new ImageSize(side, side)).toBitmap();
  }

  /**
   * Crops an object given by its pixels: the mask is averaged over the cells of the grid by an
   * aligned ROIAlign with adaptive sampling, and a cell is set where the mean reaches 0.5.
   *
   * @param mask row-major bitmap of the picture
   * @param image size of the picture
   * @param box the proposal in pixels of the picture
   * @param side height and width of the target
   * @return row-major [side x side]; all false for a box without extent
   * @throws IllegalArgumentException if the bitmap is not of the picture's size
   */
  public static boolean[] ofBitmap(boolean[] mask, ImageSize image, Box box, int side) {
    if (mask.length != Rle.pixels(image)) {
      throw new IllegalArgumentException(
          "bitmap of "
              + image
              + ": expected "
              + Rle.pixels(image)
              + " pixels, found "
              + mask.length);
    }
    boolean[] target = new boolean[side * side];
    Samples rows = new Samples(box.y1(), box.y2(), image.height(), side);
    Samples columns = new Samples(box.x1(), box.x2(), image.width(), side);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        float sum = sum(mask, image.width(), rows, row, columns, column);
        target[row * side + column] =
            sum / Math.max(rows.perCell * columns.perCell, 1) >= THRESHOLD;
      }
    }
    return target;
  }

  /** Sum of the bilinear samples of one cell. */
  private static float sum(
      boolean[] mask, int stride, Samples rows, int row, Samples columns, int column) {
    float sum = 0;
    for (int i = row * rows.perCell; i < (row + 1) * rows.perCell; i++) {
      for (int j = column * columns.perCell; j < (column + 1) * columns.perCell; j++) {
        if (rows.low[i] < 0 || columns.low[j] < 0) {
          continue;
        }
        float south = rows.fraction[i];
        float east = columns.fraction[j];
        int above = rows.low[i] * stride;
        int below = rows.high[i] * stride;
        sum +=
            value(mask, above + columns.low[j]) * (1 - south) * (1 - east)
                + value(mask, above + columns.high[j]) * (1 - south) * east
                + value(mask, below + columns.low[j]) * south * (1 - east)
                + value(mask, below + columns.high[j]) * south * east;
      }
    }
    return sum;
  }

  private static float value(boolean[] mask, int at) {
    return mask[at] ? 1f : 0f;
  }

  /** Where the samples of all cells fall on one axis. */
  private static final class Samples {
    private final int perCell;

    /** Pixel before the sample, -1 where the sample lies off the picture. */
    private final int[] low;

    private final int[] high;
    private final float[] fraction;

    Samples(float from, float to, int pixels, int side) {
      float extent = (to - 0.5f) - (from - 0.5f);
      perCell = (int) Math.max(0, Math.min(Math.ceil(extent / side), pixels));
      low = new int[side * perCell];
      high = new int[side * perCell];
      fraction = new float[side * perCell];
      for (int i = 0; i < low.length; i++) {
        float cell = extent / side;
        float at = from - 0.5f + i / perCell * cell + (i % perCell + 0.5f) * cell / perCell;
        place(i, at, pixels);
      }
    }

    private void place(int i, float at, int pixels) {
      if (!(at >= -1 && at <= pixels)) {
        low[i] = -1;
        return;
      }
      float inside = Math.max(at, 0);
      low[i] = Math.min((int) inside, pixels - 1);
      high[i] = Math.min(low[i] + 1, pixels - 1);
      fraction[i] = low[i] == pixels - 1 ? 0 : inside - low[i];
    }
  }
}
