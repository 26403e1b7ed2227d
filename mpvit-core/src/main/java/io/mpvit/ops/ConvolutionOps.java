/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.util.ArrayList;
import java.util.List;

/** Convolutions of maps, with what customarily follows them. */
public final class ConvolutionOps {

  private static final int CHANNEL_AXIS = 1;

  private ConvolutionOps() {}

  /**
   * Stride, padding and groups of a convolution with a square window, dilation 1.
   *
   * @param stride the step in both directions, at least 1
   * @param padding zeros added on every side
   * @param groups the number of channel groups; equal to the channels for a depthwise convolution
   */
  public record Geometry(int stride, int padding, int groups) {
    /**
     * The output size along one axis.
     *
     * @param size the input size
     * @param kernel the window's side
     * @return {@code floor((size + 2 padding - kernel) / stride) + 1}
     */
    public long outputSize(long size, long kernel) {
      return Math.floorDiv(size + 2L * padding - kernel, stride) + 1;
    }
  }

  /**
   * Arranges a map's memory channels last, in which depthwise and 1x1 convolutions run fastest and
   * tokens are a view.
   *
   * @param map [B, C, H, W]
   * @param training whether gradients flow through
   * @return the same values, [B, C, H, W]
   */
  public static NDArray channelsLast(NDArray map, boolean training) {
    return training
        ? Kernels.differentiate("channels_last", map)
        : Kernels.call("channels_last", map);
  }

  /**
   * The activation {@code x * clamp(x + 3, 0, 6) / 6}.
   *
   * @param x any shape
   * @param training whether gradients flow through
   * @return the same shape
   */
  public static NDArray hardswish(NDArray x, boolean training) {
    return training ? Kernels.differentiate("hardswish", x) : Kernels.call("hardswish", x);
  }

  /**
   * A convolution.
   *
   * @param map [B, C, H, W]
   * @param weight [out, C / groups, k, k]
   * @param bias [out], or null
   * @param geometry stride, padding, groups
   * @param precision the number format to compute in; depthwise convolutions always use float32,
   *     and so do those without bias at inference
   * @param training whether gradients flow through
   * @return [B, out, H', W']
   */
  public static NDArray conv2d(
      NDArray map,
      NDArray weight,
      NDArray bias,
      Geometry geometry,
      Precision precision,
      boolean training) {
    if (!training && bias != null) {
      return conv2d(map, weight, bias, geometry, Nonlinearity.NONE, precision);
    }
    if (precision == Precision.FLOAT32 || geometry.groups() > 1 || !training) {
      Shape stride = new Shape(geometry.stride(), geometry.stride());
      Shape padding = new Shape(geometry.padding(), geometry.padding());
      return Conv2d.conv2d(map, weight, bias, stride, padding, new Shape(1, 1), geometry.groups())
          .singletonOrThrow();
    }
    long[] numbers = {geometry.stride(), geometry.padding(), geometry.groups(), precision.code()};
    try (NDArray none = map.getManager().create(new Shape(0))) {
      return Kernels.differentiate("conv2d_in", numbers, map, weight, bias == null ? none : bias);
    }
  }

  /**
   * Inference of a convolution with bias and the activation after it, in one kernel.
   *
   * @param map [B, C, H, W]
   * @param weight [out, C / groups, k, k]
   * @param bias [out]
   * @param geometry stride, padding, groups
   * @param activation what follows
   * @param precision the number format to compute in; convolutions of groups of channels always use
   *     float32
   * @return [B, out, H', W']
   */
  public static NDArray conv2d(
      NDArray map,
      NDArray weight,
      NDArray bias,
      Geometry geometry,
      Nonlinearity activation,
      Precision precision) {
    return Kernels.call(
        "conv2d_activation",
        map,
        weight,
        bias,
        geometry.stride(),
        geometry.padding(),
        geometry.groups(),
        used(precision, geometry).code(),
        activation.code());
  }

  /**
   * Inference, in float32, of convolutions that keep a map's size, each followed by a ReLU.
   *
   * @param maps [B, C, H, W]
   * @param weights of each convolution, [out, in, k, k], k odd
   * @param biases of each convolution, [out]
   * @param atOnce how many maps of the batch go through the layers together, at least 1; few where
   *     maps are small and many
   * @return [B, out, H, W]
   */
  public static NDArray convTower(
      NDArray maps, List<NDArray> weights, List<NDArray> biases, int atOnce) {
    return Kernels.call(
        "conv_tower",
        maps,
        weights.toArray(NDArray[]::new),
        biases.toArray(NDArray[]::new),
        atOnce);
  }

  /**
   * A transposed convolution without overlaps: its stride is its window's side.
   *
   * @param map [B, C, H, W]
   * @param weight [C, out, k, k]
   * @param bias [out]
   * @param precision the number format to compute in
   * @param training whether gradients flow through
   * @return [B, out, k * H, k * W]
   */
  public static NDArray convTranspose2d(
      NDArray map, NDArray weight, NDArray bias, Precision precision, boolean training) {
    if (!training) {
      return Kernels.call("conv_transpose2d", map, weight, bias, precision.code());
    }
    return precision == Precision.FLOAT32
        ? Kernels.differentiate("conv_transpose2d", map, weight, bias)
        : Kernels.differentiate(
            "conv_transpose2d_in", new long[] {precision.code()}, map, weight, bias);
  }

  /**
   * One output channel of a 1x1 convolution, chosen for each map.
   *
   * @param maps [B, C, H, W]
   * @param weight [out, C, 1, 1]
   * @param bias [out]
   * @param channels int64 [B], each in [0, out)
   * @param training whether gradients flow through
   * @return [B, H, W]
   */
  public static NDArray chosenChannel(
      NDArray maps, NDArray weight, NDArray bias, NDArray channels, boolean training) {
    return training
        ? Kernels.differentiate("chosen_channel", maps, weight, bias, channels)
        : Kernels.call("chosen_channel", maps, weight, bias, channels);
  }

  /**
   * Inference of {@link #chosenChannel} of the ReLU of {@link #convTranspose2d}, in one kernel that
   * holds neither of these maps. In float32.
   *
   * @param maps [B, C, H, W]
   * @param weight of the transposed convolution, [C, out, k, k]
   * @param bias of the transposed convolution, [out]
   * @param filters of the 1x1 convolution, [K, out, 1, 1]
   * @param filterBias of the 1x1 convolution, [K]
   * @param channels int64 [B], each in [0, K)
   * @return [B, k * H, k * W]
   */
  public static NDArray chosenChannelEnlarged(
      NDArray maps,
      NDArray weight,
      NDArray bias,
      NDArray filters,
      NDArray filterBias,
      NDArray channels) {
    return Kernels.call(
        "chosen_channel_enlarged", maps, weight, bias, filters, filterBias, channels);
  }

  /**
   * The tensors of a batch normalisation, each [C].
   *
   * @param gamma scale
   * @param beta shift
   * @param mean running mean
   * @param variance running variance
   * @param eps added to the variance
   */
  public record Norm(NDArray gamma, NDArray beta, NDArray mean, NDArray variance, double eps) {}

  /**
   * Batch normalisation over the channel axis.
   *
   * @param map [B, C, H, W]
   * @param norm the parameters; running statistics are updated in place where batch statistics are
   *     used
   * @param momentum the weight of the new statistics (PyTorch's convention)
   * @param batchStatistics whether to normalise with the batch's own statistics (training) or the
   *     running ones
   * @return [B, C, H, W]
   */
  public static NDArray batchNorm(
      NDArray map, Norm norm, double momentum, boolean batchStatistics) {
    if (!batchStatistics || map.getDevice().isGpu()) {
      return normalize(map, norm, momentum, batchStatistics);
    }
    // On the CPU the engine adds up statistics of channels-last maps in float32, and variances come
    // out wrong in the fifth digit; of channels-first maps it does so in float64.
    NDArray planes = Kernels.differentiate("channels_first", map);
    return channelsLast(normalize(planes, norm, momentum, true), true);
  }

  private static NDArray normalize(
      NDArray map, Norm norm, double momentum, boolean batchStatistics) {
    // DJL's momentum is the weight of the old statistics.
    return BatchNorm.batchNorm(
            map,
            norm.mean(),
            norm.variance(),
            norm.gamma(),
            norm.beta(),
            CHANNEL_AXIS,
            (float) (1 - momentum),
            (float) norm.eps(),
            batchStatistics)
        .singletonOrThrow();
  }

  /**
   * Normalisation over the elements of groups of consecutive channels of each map.
   *
   * @param map [B, C, H, W]
   * @param weight scale, [C]
   * @param bias shift, [C]
   * @param groups number of groups, a divisor of C
   * @param eps added to the variance
   * @param training whether gradients flow through
   * @return [B, C, H, W]
   */
  public static NDArray groupNorm(
      NDArray map, NDArray weight, NDArray bias, int groups, double eps, boolean training) {
    if (!training) {
      return Kernels.call("group_norm", map, weight, bias, groups, eps);
    }
    // Calls through which gradients flow take arrays only.
    try (NDArray borrowed = map.getManager().create(new double[] {groups, eps});
        NDArray numbers = borrowed.duplicate()) {
      return Kernels.differentiate("group_norm_of", map, weight, bias, numbers);
    }
  }

  /**
   * Inference of convolution (no bias), batch normalisation with running statistics and, if asked,
   * an activation, in one kernel.
   *
   * @param map [B, C, H, W]
   * @param weight [out, C / groups, k, k]
   * @param norm the normalisation
   * @param geometry stride, padding, groups
   * @param activation what follows
   * @param precision the number format of the convolution; convolutions of groups of channels
   *     always use float32
   * @return [B, out, H', W']
   */
  public static NDArray conv2dBatchNorm(
      NDArray map,
      NDArray weight,
      Norm norm,
      Geometry geometry,
      Nonlinearity activation,
      Precision precision) {
    return Kernels.call(
        "conv2d_batch_norm",
        normArguments(map, weight, norm, geometry, used(precision, geometry), activation.code()));
  }

  /**
   * Inference of {@code norm(conv(map)) + residual}, in one kernel.
   *
   * @param map [B, C, H, W]
   * @param weight [out, C / groups, k, k]
   * @param norm the normalisation
   * @param residual [B, out, H', W']
   * @param geometry stride, padding, groups
   * @param precision the number format of the convolution; convolutions of groups of channels
   *     always use float32
   * @return [B, out, H', W']
   */
  public static NDArray conv2dBatchNormAdd(
      NDArray map,
      NDArray weight,
      Norm norm,
      NDArray residual,
      Geometry geometry,
      Precision precision) {
    return Kernels.call(
        "conv2d_batch_norm_add",
        normArguments(map, weight, norm, geometry, used(precision, geometry), residual));
  }

  /**
   * Inference of {@code activation(norm(conv(map)) + residual)}, in one kernel. The result takes
   * the place of the residual's values.
   *
   * @param map [B, C, H, W]
   * @param weight [out, C / groups, k, k]
   * @param norm the normalisation
   * @param residual [B, out, H', W']; its values are lost
   * @param geometry stride, padding, groups
   * @param activation what follows
   * @param precision the number format of the convolution; convolutions of groups of channels
   *     always use float32
   * @return [B, out, H', W'], in the residual's memory
   */
  public static NDArray conv2dBatchNormOnto(
      NDArray map,
      NDArray weight,
      Norm norm,
      NDArray residual,
      Geometry geometry,
      Nonlinearity activation,
      Precision precision) {
    return Kernels.call(
        "conv2d_batch_norm_onto",
        normArguments(
            map, weight, norm, geometry, used(precision, geometry), activation.code(), residual));
  }

  private static Precision used(Precision wanted, Geometry geometry) {
    return geometry.groups() > 1 ? Precision.FLOAT32 : wanted;
  }

  private static Object[] normArguments(
      NDArray map,
      NDArray weight,
      Norm norm,
      Geometry geometry,
      Precision precision,
      Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(map);
    arguments.add(weight);
    arguments.addAll(List.of(norm.gamma(), norm.beta(), norm.mean(), norm.variance(), norm.eps()));
    arguments.addAll(List.of(geometry.stride(), geometry.padding(), geometry.groups()));
    arguments.add(precision.code());
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  /**
   * Training of a convolution (no bias) whose normalisation is constant: gradients flow to the map
   * and to the weight, and nothing but these two is kept for the way back.
   *
   * @param map [B, C, H, W]
   * @param weight [out, C / groups, k, k]
   * @param norm the normalisation, none of whose arrays learns
   * @param geometry stride, padding, groups
   * @param precision the number format of the convolution; convolutions of groups of channels
   *     always use float32
   * @return [B, out, H', W']
   */
  public static NDArray conv2dConstantNorm(
      NDArray map, NDArray weight, Norm norm, Geometry geometry, Precision precision) {
    double[] numbers = {
      geometry.stride(),
      geometry.padding(),
      geometry.groups(),
      used(precision, geometry).code(),
      norm.eps()
    };
    return Kernels.differentiate(
        "conv2d_constant_norm",
        numbers,
        map,
        weight,
        norm.gamma(),
        norm.beta(),
        norm.mean(),
        norm.variance());
  }

  /**
   * The largest value of each window of 3x3 at every second row and column; the border is one cell
   * wide and never wins.
   *
   * @param map [B, C, H, W]
   * @return [B, C, ceil(H / 2), ceil(W / 2)]
   */
  public static NDArray maxPool3x3(NDArray map) {
    return map.getNDArrayInternal()
        .maxPool(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false);
  }
}
