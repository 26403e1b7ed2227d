/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import ai.djl.ndarray.NDArray;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import io.mpvit.segmentation.LabelMap;
import io.mpvit.visualize.Canvas;
import io.mpvit.visualize.Palette;
import io.mpvit.visualize.Tiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws what a segmenter learns from: its input, turned back into pictures, under the colours and
 * contours of its labels. Ignored pixels stay as they are.
 *
 * @param names of the classes by index
 * @param normalization that of the input
 */
public record SegmentationBatchPictures(List<String> names, Normalization normalization) {

  /** Copies the list. */
  public SegmentationBatchPictures {
    names = List.copyOf(names);
  }

  /**
   * Draws a batch.
   *
   * @param batch the batch
   * @param tiles how large pictures become
   * @return a picture for each of the batch
   */
  public List<RgbImage> draw(SegmentationBatch batch, Tiles tiles) {
    int height = (int) batch.labels().getShape().get(1);
    int width = (int) batch.labels().getShape().get(2);
    ImageSize size = new ImageSize(height, width);
    ImageSize shown = tiles.fitted(size);
    Palette palette = Palette.generated(names.size());
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < batch.images().getShape().get(0); i++) {
      RgbImage pixels = normalization.toPicture(batch.images(), i, size);
      Canvas canvas = new Canvas(PillowResize.resize(pixels, shown, Resampling.BICUBIC));
      short[] labels = labels(batch, i, size).resized(shown).toArray();
      int[] first = new int[names.size()];
      for (int k = 0; k < names.size(); k++) {
        first[k] = paint(canvas, labels, k, palette.colour(k));
      }
      for (int k = 0; k < names.size(); k++) {
        if (first[k] >= 0) {
          int x = first[k] % shown.width();
          int y = first[k] / shown.width();
          canvas.label(names.get(k), x, y, x + 1, y + 1, palette.colour(k));
        }
      }
      pictures.add(canvas.toImage());
    }
    return pictures;
  }

  private static LabelMap labels(SegmentationBatch batch, int index, ImageSize size) {
    try (NDArray own = batch.labels().get(index)) {
      long[] values = own.toLongArray();
      short[] labels = new short[values.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (short) values[i];
      }
      return new LabelMap(size, labels);
    }
  }

  /** Paints a class and tells its first pixel, where its name is to be; -1 if it does not occur. */
  private static int paint(Canvas canvas, short[] labels, int index, int colour) {
    byte[] mask = new byte[labels.length];
    int first = -1;
    for (int i = 0; i < mask.length; i++) {
      if (Short.toUnsignedInt(labels[i]) == index) {
        mask[i] = 1;
        first = first < 0 ? i : first;
      }
    }
    if (first >= 0) {
      canvas.mask(mask, colour);
    }
    return first;
  }
}
