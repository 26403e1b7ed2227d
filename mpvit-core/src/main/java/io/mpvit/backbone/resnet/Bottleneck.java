/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.resnet.ResNetConfig.Norm;
import io.mpvit.backbone.resnet.ResNetConfig.StridePlace;
import io.mpvit.nn.BatchNorm2d;
import io.mpvit.nn.ChannelNorm;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.FrozenBatchNorm2d;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.Nonlinearity;

/**
 * A bottleneck block: 1x1, 3x3 in groups, 1x1, each with a norm, plus the input or, where width or
 * size change, a convolution of it; ReLU after the first two and after the sum. [B, in, H, W] to
 * [B, out, ceil(H / stride), ceil(W / stride)].
 */
final class Bottleneck extends UnaryBlock {

  private final ConvBn shortcut;
  private final ConvBn reduce;
  private final ConvBn window;
  private final ConvBn expand;
  private final boolean inner;

  /**
   * @param config the network
   * @param stage 0 to 3
   * @param in input channels
   * @param stride 1 or 2
   * @param inner whether its input is another block's output that nobody else reads: at inference
   *     the output then takes its place
   */
  Bottleneck(ResNetConfig config, int stage, int in, int stride, boolean inner) {
    this.inner = inner;
    int width = config.innerChannels(stage);
    int out = config.outputChannels(stage);
    boolean early = config.stride() == StridePlace.FIRST_1X1;
    Conv2d side = stride == 1 && in == out ? null : conv(in, out, 1, stride);
    // The order of construction is the order of the state dict.
    boolean first = config.names() == ResNetNames.DETECTRON2;
    ConvBn before = first ? shortcut(config, side) : null;
    reduce = unit(config, 1, conv(in, width, 1, early ? stride : 1), Nonlinearity.RELU);
    Conv2d middle =
        Conv2d.builder(width, width, 3)
            .optStride(early ? 1 : stride)
            .optGroups(config.groups())
            .build();
    window = unit(config, 2, middle, Nonlinearity.RELU);
    expand = unit(config, 3, conv(width, out, 1, 1), Nonlinearity.RELU);
    shortcut = first ? before : shortcut(config, side);
  }

  private static Conv2d conv(int in, int out, int kernel, int stride) {
    return Conv2d.builder(in, out, kernel).optStride(stride).build();
  }

  private ConvBn unit(ResNetConfig config, int number, Conv2d conv, Nonlinearity activation) {
    ResNetNames.Unit names = config.names().conv(number);
    return child(names.path(), pair(config, names, conv, activation));
  }

  private ConvBn shortcut(ResNetConfig config, Conv2d conv) {
    ResNetNames.Unit names = config.names().shortcut();
    return conv == null ? null : child(names.path(), pair(config, names, conv, Nonlinearity.NONE));
  }

  /** A convolution and its norm under the names of a network. */
  static ConvBn pair(
      ResNetConfig config, ResNetNames.Unit names, Conv2d conv, Nonlinearity activation) {
    ChannelNorm norm =
        config.norm() == Norm.FROZEN
            ? new FrozenBatchNorm2d(conv.outputChannels())
            : new BatchNorm2d(conv.outputChannels());
    return new ConvBn(names.conv(), conv, names.norm(), norm, activation);
  }

  @Override
  protected NDArray compute(Pass pass, NDArray x) {
    NDArray narrow = reduce.forward(pass, x);
    NDArray seen = window.forward(pass, narrow);
    narrow.close();
    return expand.addOnto(pass, seen, residual(pass, x));
  }

  private NDArray residual(Pass pass, NDArray x) {
    if (shortcut != null) {
      return shortcut.forward(pass, x);
    }
    return inner || pass.training() ? x : x.duplicate();
  }

  @Override
  public Shape trace(Tracer tracer, Shape x) {
    if (shortcut != null) {
      shortcut.trace(tracer, x);
    }
    return expand.trace(tracer, window.trace(tracer, reduce.trace(tracer, x)));
  }
}
