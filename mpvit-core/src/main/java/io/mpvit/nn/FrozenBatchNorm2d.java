/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.ConvolutionOps.Norm;

/**
 * Batch normalisation of maps [B, C, H, W] whose statistics, scale and shift never change, as
 * detectors keep those of their pretrained backbones: {@code (x - mean) / sqrt(var + 1e-5) * weight
 * + bias}. Keys {@code weight}, {@code bias}, {@code running_mean}, {@code running_var}: four
 * buffers, so none of them is learned, counted or decayed.
 */
public final class FrozenBatchNorm2d extends ChannelNorm {

  private final Parameter weight;
  private final Parameter bias;
  private final Parameter runningMean;
  private final Parameter runningVar;

  /**
   * Creates a normalisation that is all but the identity until values are loaded.
   *
   * @param channels C
   */
  public FrozenBatchNorm2d(int channels) {
    // The types say that these are buffers; scale and spread start at one, the other two at zero.
    weight = buffer("weight", Parameter.Type.RUNNING_VAR, Initializer.ONES, channels);
    bias = buffer("bias", Parameter.Type.RUNNING_MEAN, Initializer.ZEROS, channels);
    runningMean = buffer("running_mean", Parameter.Type.RUNNING_MEAN, Initializer.ZEROS, channels);
    runningVar = buffer("running_var", Parameter.Type.RUNNING_VAR, Initializer.ONES, channels);
  }

  @Override
  boolean isConstant() {
    return true;
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
    return ConvolutionOps.batchNorm(x, values(pass, x), 0, false);
  }
}
