/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.cli;

import static java.util.stream.Collectors.joining;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import com.google.gson.JsonArray;
import io.mpvit.cli.PictureBatches.Picture;
import io.mpvit.image.Orientation;
import io.mpvit.ops.NonFiniteException;
import io.mpvit.zoo.card.ModelCard;
import io.mpvit.zoo.network.LoadedNetwork;
import java.io.IOException;
import java.util.List;

/**
 * A model over the pictures of a command line.
 *
 * @param pictures which pictures, and where JSON goes
 * @param models which weights
 * @param engine where and how to run
 */
record PictureRun(PictureOptions pictures, ModelOptions models, EngineOptions engine) {

  /** What is done with a batch. */
  @FunctionalInterface
  interface Step<P> {
    /**
     * Works on a batch.
     *
     * @param batch one or more pictures
     * @param model the model
     * @param results gets what goes into the JSON
     */
    void work(List<Picture> batch, LoadedNetwork<P> model, JsonArray results) throws IOException;
  }

  /**
   * Loads the model if there is a picture for it, works on all pictures, and writes the JSON.
   *
   * @return the exit status: 1 if a picture could not be read
   */
  <P> int run(ModelCard card, Class<P> pipelineType, Orientation orientation, Step<P> step)
      throws IOException, MalformedModelException {
    PictureBatches batches = pictures.read(orientation);
    if (!batches.hasNext()) {
      return 1;
    }
    JsonArray results = new JsonArray();
    WorkLine progress = pictures.progress();
    Device device = engine.start();
    try (LoadedNetwork<P> model = models.load(card, device, pipelineType)) {
      engine.prepare(model.block());
      progress.started(0, batches.size());
      while (batches.hasNext()) {
        List<Picture> batch = batches.next();
        work(step, batch, model, results);
        progress.advanced(batch.get(batch.size() - 1).position() + 1L);
      }
    }
    pictures.writeJson(results);
    return batches.failures() == 0 ? 0 : 1;
  }

  private static <P> void work(
      Step<P> step, List<Picture> batch, LoadedNetwork<P> model, JsonArray results)
      throws IOException {
    try {
      step.work(batch, model, results);
    } catch (NonFiniteException e) {
      throw e.of(batch.stream().map(picture -> picture.file().toString()).collect(joining(", ")));
    }
  }
}
