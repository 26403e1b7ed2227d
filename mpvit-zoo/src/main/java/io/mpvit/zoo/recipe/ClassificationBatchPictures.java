/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.recipe;

import ai.djl.ndarray.NDArray;
import io.mpvit.classification.training.ClassificationBatch;
import io.mpvit.image.ImageSize;
import io.mpvit.image.Normalization;
import io.mpvit.image.PillowResize;
import io.mpvit.image.Resampling;
import io.mpvit.image.RgbImage;
import io.mpvit.visualize.Canvas;
import io.mpvit.visualize.Palette;
import io.mpvit.visualize.Tiles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws what a classifier learns from: its input, turned back into pictures, with the likeliest
 * class of its target, or two where pictures are mixed.
 *
 * @param names of the classes by index
 * @param normalization that of the input
 */
record ClassificationBatchPictures(List<String> names, Normalization normalization) {

  private static final int SHOWN = 2;

  /** Below, it is the smoothing of targets. */
  private static final double LEAST = 0.1;

  /** Copies the list. */
  ClassificationBatchPictures {
    names = List.copyOf(names);
  }

  /**
   * Draws a batch.
   *
   * @param batch the batch
   * @param tiles how large pictures become
   * @return a picture for each of the batch
   */
  List<RgbImage> draw(ClassificationBatch batch, Tiles tiles) {
    int height = (int) batch.images().getShape().get(2);
    int width = (int) batch.images().getShape().get(3);
    ImageSize size = new ImageSize(height, width);
    ImageSize shown = tiles.fitted(size);
    Palette palette = Palette.generated(names.size());
    List<RgbImage> pictures = new ArrayList<>();
    for (int i = 0; i < batch.images().getShape().get(0); i++) {
      RgbImage pixels = normalization.toPicture(batch.images(), i, size);
      Canvas canvas = new Canvas(PillowResize.resize(pixels, shown, Resampling.BICUBIC));
      float[] target = target(batch, i);
      IntStream.range(0, target.length)
          .filter(k -> target[k] >= LEAST)
          .boxed()
          .sorted((a, b) -> Float.compare(target[b], target[a]))
          .limit(SHOWN)
          .forEach(
              k -> {
                String text = "%s %d%%".formatted(names.get(k), Math.round(100 * target[k]));
                canvas.label(text, 0, 0, shown.width(), shown.height(), palette.colour(k));
              });
      pictures.add(canvas.toImage());
    }
    return pictures;
  }

  private static float[] target(ClassificationBatch batch, int index) {
    try (NDArray own = batch.targets().get(index)) {
      return own.toFloatArray();
    }
  }
}
