/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.ops;

import ai.djl.ndarray.NDArray;

/**
 * Factorised attention and its convolutional position encodings (CoaT, section 3; MPViT, section
 * 3.2).
 */
public final class AttentionOps {

  private AttentionOps() {}

  /**
   * The depthwise convolution of one group of heads.
   *
   * @param weight [channels of the group, 1, k, k]
   * @param bias [channels of the group]
   */
  public record HeadGroup(NDArray weight, NDArray bias) {}

  /**
   * The three consecutive head groups of a convolutional relative position encoding.
   *
   * @param first the group of the first heads
   * @param second the group that follows
   * @param third the group of the last heads
   */
  public record HeadGroups(HeadGroup first, HeadGroup second, HeadGroup third) {
    private NDArray[] with(NDArray qkv, NDArray like) {
      return new NDArray[] {
        qkv, like, first.weight, first.bias, second.weight, second.bias, third.weight, third.bias
      };
    }
  }

  /**
   * Convolutional position encoding: {@code depthwise(map) + map}.
   *
   * @param map [B, C, H, W]
   * @param weight [C, 1, k, k], k odd
   * @param bias [C]
   * @param training whether gradients flow through
   * @return [B, C, H, W]
   */
  public static NDArray positionEncoding(
      NDArray map, NDArray weight, NDArray bias, boolean training) {
    return training
        ? Kernels.differentiate("position_encoding", map, weight, bias)
        : Kernels.call("position_encoding", map, weight, bias);
  }

  /**
   * Convolutional relative position encoding: queries times the values convolved depthwise, each
   * group of heads with a window of its own.
   *
   * @param qkv queries, keys and values, [B, T, 3, heads, channels per head]; the last H*W tokens
   *     are a map's, row by row
   * @param like [..., H, W]; only its size counts
   * @param groups the convolutions
   * @param training whether gradients flow through
   * @return [B, H*W, heads * channels per head], nothing for tokens before the map's
   */
  public static NDArray relativePositionEncoding(
      NDArray qkv, NDArray like, HeadGroups groups, boolean training) {
    return run("relative_position_encoding", groups.with(qkv, like), training);
  }

  /**
   * Factorised attention: {@code q (softmax(k)^T v) / sqrt(channels per head)}, the softmax running
   * over all tokens, plus the relative position encoding of the map's tokens.
   *
   * @param qkv queries, keys and values, [B, T, 3, heads, channels per head]; the last H*W tokens
   *     are a map's, row by row
   * @param like [..., H, W]; only its size counts
   * @param groups the convolutions of the relative position encoding
   * @param training whether gradients flow through
   * @return [B, T, heads * channels per head]
   */
  public static NDArray factorizedAttention(
      NDArray qkv, NDArray like, HeadGroups groups, boolean training) {
    return run("factorized_attention", groups.with(qkv, like), training);
  }

  /**
   * How much each token reads of which other one: {@code softmax(q k^T / sqrt(C))}.
   *
   * @param q queries, [B, heads, N, C]
   * @param k keys, [B, heads, M, C]
   * @param training whether gradients flow through
   * @return [B, heads, N, M], rows of sum 1
   */
  public static NDArray shares(NDArray q, NDArray k, boolean training) {
    return run("attention_shares", new NDArray[] {q, k}, training);
  }

  /**
   * Attention of several heads: {@code softmax(q k^T / sqrt(channels per head)) v}, without ever
   * holding the shares of all pairs.
   *
   * @param q queries, [B, N, C]; head i takes the i-th of equal parts of the channels
   * @param kv keys, then values, [B, M, 2 * C]
   * @param heads the number of heads, a divisor of C
   * @param training whether gradients flow through
   * @return [B, N, C]
   */
  public static NDArray attention(NDArray q, NDArray kv, int heads, boolean training) {
    return training
        ? Kernels.differentiate("attention_of", new long[] {heads}, q, kv)
        : Kernels.call("attention", q, kv, heads);
  }

  private static NDArray run(String method, NDArray[] arguments, boolean training) {
    return training
        ? Kernels.differentiate(method, arguments)
        : Kernels.call(method, (Object[]) arguments);
  }
}
