/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.types.Shape;

/**
 * Is told the costly operations of a forward without running it. Kinds are named as fvcore names
 * them, so that totals can be compared with published ones.
 */
public interface Tracer {

  /** Ignores everything; for computing shapes only. */
  Tracer NONE =
      new Tracer() {
        @Override
        public void convolution(Shape weight, Shape output) {}

        @Override
        public void linear(Shape weight, Shape output) {}

        @Override
        public void batchNorm(Shape output) {}

        @Override
        public void layerNorm(Shape output) {}

        @Override
        public void meanPool(Shape input) {}

        @Override
        public void product(long multiplications, Shape output) {}
      };

  /**
   * A convolution.
   *
   * @param weight [out, in / groups, k, k]
   * @param output [B, out, H, W]
   */
  void convolution(Shape weight, Shape output);

  /**
   * A linear layer.
   *
   * @param weight [out, in]
   * @param output [..., out]
   */
  void linear(Shape weight, Shape output);

  /**
   * A batch normalisation with running statistics.
   *
   * @param output [B, C, H, W]
   */
  void batchNorm(Shape output);

  /**
   * A layer normalisation.
   *
   * @param output [..., C]
   */
  void layerNorm(Shape output);

  /**
   * A mean over height and width.
   *
   * @param input [B, C, H, W]
   */
  void meanPool(Shape input);

  /**
   * A product of two activations.
   *
   * @param multiplications the number of multiply-adds
   * @param output the result's shape
   */
  void product(long multiplications, Shape output);
}
