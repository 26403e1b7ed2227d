/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mpvit.ops.ConvolutionOps.Norm;
import java.util.function.UnaryOperator;

/**
 * Batch normalisation with the statistics of a batch that is spread over replicas.
 *
 * <p>Two sums cross the replicas: the channels' first, then their squared distances from the mean
 * of the whole batch, so that nothing cancels. Both are operations of the recorded graph like any
 * other. What a replica's elements do to the others through the statistics thus comes back in the
 * one backward pass, and no second formula for the gradient is needed.
 */
public final class SharedBatchNorm {

  private SharedBatchNorm() {}

  /**
   * Normalises a replica's maps over the channel axis, in training.
   *
   * @param map [B, C, H, W], the replica's part of the batch
   * @param norm the parameters
   * @param momentum the weight of the new statistics (PyTorch's convention)
   * @param follow whether the running statistics are updated in place: one replica does
   * @param sum adds up arrays over the replicas; gradients flow through it
   * @return [B, C, H, W]
   */
  public static NDArray normalize(
      NDArray map, Norm norm, double momentum, boolean follow, UnaryOperator<NDArray> sum) {
    NDArray sums = sum.apply(Kernels.differentiate("channel_sums", map));
    NDArray centred = Kernels.differentiate("centred", map, sums);
    NDArray squares = sum.apply(Kernels.differentiate("channel_squares", centred));
    if (follow) {
      Kernels.run("follow_statistics", norm.mean(), norm.variance(), sums, squares, momentum);
    }
    try (NDManager host = map.getManager().newSubManager(Device.cpu())) {
      NDArray eps = host.create((float) norm.eps());
      return Kernels.differentiate(
          "scaled", centred, sums, squares, norm.gamma(), norm.beta(), eps);
    }
  }
}
