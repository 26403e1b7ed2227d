/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.mpvit.image.ImageWriter;
import io.mpvit.image.RgbImage;
import io.mpvit.training.loop.BatchStream;
import io.mpvit.visualize.Tiles;
import io.mpvit.zoo.recipe.ModelTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A look at what a network is about to learn from. */
final class FirstBatch {

  static final String FILE = "batch.png";
  private static final int SIDE = 400;
  private static final int MOST = 16;

  private FirstBatch() {}

  /** Draws the first batch, as it reaches the network; the training itself reads it anew. */
  static <B> void draw(ModelTraining<B> training, int size, long seed, Path folder)
      throws IOException, InterruptedException {
    Tiles tiles = new Tiles(SIDE);
    int shown = Math.min(size, MOST);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        BatchStream<B> batches = training.batches().of(size, seed, warning -> {}).open(0)) {
      List<RgbImage> pictures = training.drawing().draw(batches.next(manager), tiles);
      ImageWriter.write(
          tiles.sheet(pictures.subList(0, Math.min(shown, pictures.size()))), folder.resolve(FILE));
    }
  }
}
