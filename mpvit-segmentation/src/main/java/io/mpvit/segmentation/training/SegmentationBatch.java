/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.segmentation.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.RgbImage;
import io.mpvit.ops.HostArrays;
import io.mpvit.segmentation.data.LabelledFolders.Labelled;
import io.mpvit.segmentation.eval.PixelCounts;
import java.util.Arrays;
import java.util.List;

/**
 * What a segmenter learns from in one step.
 *
 * @param images normalised pictures, [B, 3, H, W]
 * @param labels int64 [B, H, W], the class of each pixel, or {@link PixelCounts#IGNORED}
 */
public record SegmentationBatch(NDArray images, NDArray labels) {

  /** Checks that pictures and labels belong together. */
  public SegmentationBatch {
    Shape shape = images.getShape();
    if (shape.dimension() != 4
        || labels.getDataType() != DataType.INT64
        || !labels.getShape().equals(new Shape(shape.get(0), shape.get(2), shape.get(3)))) {
      throw new IllegalArgumentException(
          "expected pictures [B, 3, H, W] and int64 labels [B, H, W], found %s and %s %s"
              .formatted(shape, labels.getDataType(), labels.getShape()));
    }
  }

  /**
   * Puts pictures together, each at the top left: zeros after normalisation and ignored labels fill
   * the rest.
   *
   * @param samples at least one
   * @param size covers all of them
   * @param normalization from 8-bit pixels to the network's input
   * @param manager owns the arrays
   * @return the batch
   */
  public static SegmentationBatch of(
      List<Labelled> samples, ImageSize size, Normalization normalization, NDManager manager) {
    List<RgbImage> pictures = samples.stream().map(Labelled::picture).toList();
    NDArray images = normalization.toBatch(pictures, size, manager);
    long[] labels = new long[samples.size() * size.height() * size.width()];
    Arrays.fill(labels, PixelCounts.IGNORED);
    for (int n = 0; n < samples.size(); n++) {
      write(samples.get(n), labels, n * size.height(), size.width());
    }
    return new SegmentationBatch(
        images, HostArrays.of(manager, labels, samples.size(), size.height(), size.width()));
  }

  private static void write(Labelled sample, long[] labels, int row, int rowLength) {
    short[] values = sample.labels().toArray();
    int width = sample.picture().width();
    for (int i = 0; i < values.length; i++) {
      labels[(row + i / width) * rowLength + i % width] = Short.toUnsignedInt(values[i]);
    }
  }
}
