/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.Initializers;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.AttentionOps;
import io.mpvit.ops.AttentionOps.HeadGroup;
import io.mpvit.ops.AttentionOps.HeadGroups;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutional relative position encoding: queries times depthwise convolutions of the values,
 * each group of heads with a window of its own.
 *
 * <p>Inputs: queries, keys and values [B, T, 3, heads, channels per head], whose last H*W tokens
 * are a map's, row by row, and an array [..., H, W] of which only the size counts. Output: [B, H*W,
 * width], nothing for tokens before the map's.
 */
public final class RelativePositionEncoding extends TorchBlock {

  /** The number of windows, and the least number of heads. */
  public static final int WINDOWS = 3;

  private final List<Conv2d> convolutions = new ArrayList<>();

  /**
   * Creates the convolutions, whose weights and biases start as PyTorch draws them.
   *
   * @param width channels of all heads together
   * @param heads at least {@link #WINDOWS}
   */
  public RelativePositionEncoding(int width, int heads) {
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
  protected NDList compute(Pass pass, NDList inputs) {
    NDArray qkv = inputs.get(0);
    return new NDList(
        AttentionOps.relativePositionEncoding(
            qkv, inputs.get(1), groups(pass, qkv), pass.training()));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    long batch = inputs[0].get(0);
    Shape map = inputs[1];
    long height = map.get(map.dimension() - 2);
    long across = map.get(map.dimension() - 1);
    long width = 0;
    for (Conv2d conv : convolutions) {
      long channels = conv.trace(Tracer.NONE, new Shape(batch, 1, 1, 1)).get(1);
      conv.trace(tracer, new Shape(batch, channels, height, across));
      width += channels;
    }
    return new Shape[] {new Shape(batch, height * across, width)};
  }
}
