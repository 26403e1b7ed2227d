/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.zoo.model;

import ai.djl.ndarray.NDManager;
import io.mpvit.image.RgbImage;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.network.LoadedNetwork;
import java.util.List;

/**
 * A loaded model and its results. Threads may share it. Closing waits until what runs has ended:
 * memory that the engine still reads must not be freed.
 *
 * @param <R> the result for a picture
 */
public abstract class RunningModel<R> implements AutoCloseable {

  private final LoadedNetwork<Object> loaded;

  RunningModel(LoadedNetwork<Object> loaded) {
    this.loaded = loaded;
  }

  /**
   * What is known of the model.
   *
   * @return its card
   */
  public final ModelCard card() {
    return loaded.card();
  }

  final LoadedNetwork<Object> loaded() {
    return loaded;
  }

  /** Runs the pipeline on pictures, each as if it were alone. */
  abstract List<R> run(List<Picture> pictures, List<RgbImage> pixels, NDManager manager);

  /** Runs pictures of one size or of many, each as if it were alone. */
  final List<R> runAll(List<Picture> pictures) {
    if (pictures.isEmpty()) {
      return List.of();
    }
    List<RgbImage> pixels = pictures.stream().map(Picture::pixels).toList();
    return loaded.whileOpen(() -> run(pictures, pixels, loaded.manager()));
  }

  /** Frees the weights, once what still runs has ended. Later calls do nothing. */
  @Override
  public final void close() {
    loaded.close();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + card().name() + "]";
  }
}
