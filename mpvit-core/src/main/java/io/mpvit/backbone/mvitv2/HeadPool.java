/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.LayerNorm;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.ConvolutionOps;
import io.mpvit.ops.ConvolutionOps.Geometry;
import io.mpvit.ops.Precision;

/**
 * The pooling of queries, keys or values: a depthwise 3x3 convolution that all heads share, and a
 * normalisation of each head's channels (paper, section 3). It keeps the whole map together,
 * whatever windows attention has.
 *
 * @param conv the window of one head, [channels of a head, 1, 3, 3]
 * @param norm of a head's channels
 * @param stride the step of the convolution
 */
record HeadPool(Conv2d conv, LayerNorm norm, int stride) {

  static final int WINDOW = 3;

  private Geometry geometry(long channels) {
    return new Geometry(stride, WINDOW / 2, Math.toIntExact(channels));
  }

  /**
   * Pools heads.
   *
   * @param pass what the forward pass shares
   * @param rows [B, H, W, heads * channels of a head]
   * @return [B, H', W', heads, channels of a head]
   */
  NDArray forward(Pass pass, NDArray rows) {
    NDArray map = rows.transpose(0, 3, 1, 2); // [B, H, W, width] -> [B, width, H, W]
    NDArray weight = conv.weight(pass, rows);
    long width = map.getShape().get(1);
    long channels = weight.getShape().get(0);
    NDArray shared = weight.tile(new long[] {width / channels, 1, 1, 1});
    NDArray pooled =
        ConvolutionOps.conv2d(
            map, shared, null, geometry(width), Precision.FLOAT32, pass.training());
    Shape s = pooled.getShape();
    NDArray heads =
        pooled
            .transpose(0, 2, 3, 1)
            .reshape(s.get(0), s.get(2), s.get(3), width / channels, channels);
    return norm.forward(pass, heads);
  }

  /** Walks the shape from [B, H, W, width] to [B, H', W', width]. */
  Shape trace(Tracer tracer, Shape rows) {
    Geometry geometry = geometry(rows.get(3));
    Shape pooled =
        new Shape(
            rows.get(0),
            geometry.outputSize(rows.get(1), WINDOW),
            geometry.outputSize(rows.get(2), WINDOW),
            rows.get(3));
    tracer.convolution(
        new Shape(rows.get(3), 1, WINDOW, WINDOW),
        new Shape(pooled.get(0), pooled.get(3), pooled.get(1), pooled.get(2)));
    norm.trace(tracer, pooled);
    return pooled;
  }
}
