/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.ops.AttentionOps;
import io.mpvit.ops.AttentionOps.HeadGroup;
import io.mpvit.ops.AttentionOps.HeadGroups;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutional relative position encoding: queries times depthwise convolutions of the values,
 * each group of heads with a window of its own. From [B, H, W, 3, heads, channels per head] to [B,
 * H*W, width].
 */
final class RelativePositionEncoding extends UnaryBlock {

  private final List<Conv2d> convolutions = new ArrayList<>();

  RelativePositionEncoding(int width, int heads) {
    for (HeadSplit split : HeadSplit.of(heads)) {
      int channels = split.heads() * (width / heads);
      long fanIn = (long) split.window() * split.window();
      convolutions.add(
          child(
              "conv_list." + convolutions.size(),
              Conv2d.builder(channels, channels, split.window())
                  .optDepthwise()
                  .optInitializer(Initializers.torchUniform(fanIn))
                  .optBias(Initializers.torchUniform(fanIn))
                  .build()));
    }
  }

  HeadGroups groups(Pass pass, NDArray x) {
    return new HeadGroups(group(0, pass, x), group(1, pass, x), group(2, pass, x));
  }

  private HeadGroup group(int index, Pass pass, NDArray x) {
    Conv2d conv = convolutions.get(index);
    return new HeadGroup(conv.weight(pass, x), conv.bias(pass, x));
  }

  @Override
  protected NDArray compute(Pass pass, NDArray qkv) {
    return AttentionOps.relativePositionEncoding(qkv, groups(pass, qkv), pass.training());
  }

  @Override
  public Shape trace(Tracer tracer, Shape qkv) {
    long batch = qkv.get(0);
    long width = 0;
    for (Conv2d conv : convolutions) {
      long channels = conv.trace(Tracer.NONE, new Shape(batch, 1, 1, 1)).get(1);
      conv.trace(tracer, new Shape(batch, channels, qkv.get(1), qkv.get(2)));
      width += channels;
    }
    return new Shape(batch, qkv.get(1) * qkv.get(2), width);
  }
}
