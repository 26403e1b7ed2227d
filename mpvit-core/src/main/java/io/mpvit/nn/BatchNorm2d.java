/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.ConvolutionOps.Norm;
import io.mpvit.ops.SharedBatchNorm;

/**
 * Batch normalisation of maps [B, C, H, W], eps 1e-5, momentum 0.1. Keys {@code weight}, {@code
 * bias}, {@code running_mean}, {@code running_var}, {@code num_batches_tracked}.
 */
public final class BatchNorm2d extends ChannelNorm {

  /** The statistics that training normalises with. Inference always uses the running ones. */
  public enum Statistics {
    /**
     * Those of the batch; the running ones follow them. Replicas share those of the whole batch, as
     * PyTorch's SyncBatchNorm does.
     */
    BATCH,
    /** The running ones, which stay as they are ({@code eval()} of the module in PyTorch). */
    RUNNING
  }

  private static final double MOMENTUM = 0.1;

  private final Parameter weight;
  private final Parameter bias;
  private final Parameter runningMean;
  private final Parameter runningVar;
  private final Parameter batchesTracked;
  private Statistics statistics = Statistics.BATCH;

  /**
   * Creates a normalisation that starts as the identity.
   *
   * @param channels C
   */
  public BatchNorm2d(int channels) {
    weight = parameter("weight", Parameter.Type.GAMMA, Initializer.ONES, channels);
    bias = parameter("bias", Parameter.Type.BETA, Initializer.ZEROS, channels);
    runningMean = buffer("running_mean", Parameter.Type.RUNNING_MEAN, Initializer.ZEROS, channels);
    runningVar = buffer("running_var", Parameter.Type.RUNNING_VAR, Initializer.ONES, channels);
    batchesTracked = buffer("num_batches_tracked", Parameter.Type.OTHER, Initializers.COUNTER);
  }

  /**
   * Sets what training normalises with, for all batch normalisations of a tree.
   *
   * @param tree a network or a part of it
   * @param statistics the statistics; {@code BATCH} in a fresh network
   */
  public static void setStatistics(TorchBlock tree, Statistics statistics) {
    tree.blocks()
        .filter(BatchNorm2d.class::isInstance)
        .forEach(block -> ((BatchNorm2d) block).statistics = statistics);
  }

  @Override
  boolean isConstant() {
    return false;
  }

  @Override
  Norm values(Pass pass, NDArray x) {
    return new Norm(
        pass.value(weight, x),
        pass.value(bias, x),
        pass.value(runningMean, x),
        pass.value(runningVar, x),
        EPS);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    boolean batch = pass.training() && statistics == Statistics.BATCH;
    Replica replica = pass.replica();
    // Replicas other than the first may share its arrays, or have copies that are thrown away.
    if (batch && replica.index() == 0) {
      pass.value(batchesTracked, x).addi(1);
    }
    if (batch && replica.count() > 1) {
      return SharedBatchNorm.normalize(
          x, values(pass, x), MOMENTUM, replica.index() == 0, replica::sum);
    }
    return ConvolutionOps.batchNorm(x, values(pass, x), MOMENTUM, batch);
  }
}
