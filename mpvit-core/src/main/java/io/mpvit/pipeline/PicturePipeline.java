/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.pipeline;

import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.mpvit.image.RgbImage;
import io.mpvit.nn.Computation;
import io.mpvit.nn.TorchBlock;
import java.util.List;

/**
 * From pictures to results through a network. {@link #run} goes all the way; frameworks that run
 * the network themselves call {@link #prepare} and {@link PreparedBatch#results}.
 *
 * @param <R> what is known of a picture in the end
 */
public interface PicturePipeline<R> {

  /**
   * The network in the middle.
   *
   * @return an initialised block, its parameters frozen
   */
  TorchBlock network();

  /**
   * Turns pictures into the network's input.
   *
   * @param pictures one or more pictures of any sizes
   * @param manager owns the input
   * @return the input, and what turns the network's outputs for it into results
   * @throws IllegalArgumentException if there is no picture
   */
  PreparedBatch<R> prepare(List<RgbImage> pictures, NDManager manager);

  /**
   * Says which pictures can go through the network together without changing each other's results:
   * those of equal keys. What padding a network sees is the usual difference.
   *
   * @param picture a picture
   * @return the same for all, unless the pipeline says otherwise
   */
  default Object batchKey(RgbImage picture) {
    return "all";
  }

  /**
   * Goes from pictures to the results that each would have alone, to float rounding. Those that can
   * go through the network together do so.
   *
   * @param pictures any number, of any sizes
   * @param manager where the network's parameters are; nothing stays in it
   * @return the result of each picture, in order; none for no pictures
   * @throws IllegalStateException if the network is closed
   */
  default List<R> runEach(List<RgbImage> pictures, NDManager manager) {
    PictureGroups groups = PictureGroups.of(pictures, this);
    return groups.inOrder(group -> run(groups.group(group), manager));
  }

  /**
   * Goes from pictures to results in one batch.
   *
   * @param pictures one or more pictures of any sizes
   * @param manager where the network's parameters are; nothing stays in it
   * @return the result of each picture, in order
   * @throws IllegalArgumentException if there is no picture
   * @throws IllegalStateException if the network is closed
   */
  default List<R> run(List<RgbImage> pictures, NDManager manager) {
    try (Computation computation = Computation.on(network(), manager)) {
      return computation.step(
          () -> {
            PreparedBatch<R> batch = prepare(pictures, computation.manager());
            ParameterStore parameters = new ParameterStore(computation.manager(), false);
            return batch.results(network().forward(parameters, batch.inputs(), false));
          });
    }
  }
}
