/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.mpvit.ops.FiniteOps;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A batch on its way through a network.
 *
 * @param inputs the network's inputs: the pictures, [N, 3, H, W], and what else it wants to know of
 *     them, N rows each; for a network without padding, one array of pictures per size
 * @param decoder from the network's outputs to one result per picture
 * @param <R> the result of one picture
 */
public record PreparedBatch<R>(NDList inputs, Function<NDList, List<R>> decoder) {

  /** Checks that nothing is missing. */
  public PreparedBatch {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(decoder, "decoder");
  }

  /**
   * A batch for a network that takes nothing but pictures.
   *
   * @param input the network's input, [N, 3, H, W]
   * @param decoder from the network's outputs to one result per picture
   */
  public PreparedBatch(NDArray input, Function<NDList, List<R>> decoder) {
    this(new NDList(input), decoder);
  }

  /**
   * The pictures.
   *
   * @return [N, 3, H, W]
   */
  public NDArray input() {
    return inputs.head();
  }

  /**
   * Decodes what the network made of the input.
   *
   * @param outputs the network's outputs
   * @return the result of each picture, in order
   * @throws io.mpvit.ops.NonFiniteException if the outputs hold NaN or infinite values, of which no
   *     result could be made
   */
  public List<R> results(NDList outputs) {
    FiniteOps.require(outputs, "the network");
    return decoder.apply(outputs);
  }
}
