/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

/** A block with one input and one output. */
public abstract class UnaryBlock extends TorchBlock {

  /** Creates a block without children. */
  protected UnaryBlock() {}

  /**
   * Runs the block; arrays made on the way are closed.
   *
   * @param pass what the forward pass shares
   * @param x the input
   * @return the output
   */
  public final NDArray forward(Pass pass, NDArray x) {
    return forward(pass, new NDList(x)).singletonOrThrow();
  }

  @Override
  protected final NDList compute(Pass pass, NDList inputs) {
    return new NDList(compute(pass, inputs.singletonOrThrow()));
  }

  /**
   * The block's computation.
   *
   * @param pass what the forward pass shares
   * @param x the input
   * @return the output
   */
  protected abstract NDArray compute(Pass pass, NDArray x);

  @Override
  public final Shape[] trace(Tracer tracer, Shape... inputs) {
    return new Shape[] {trace(tracer, inputs[0])};
  }

  /**
   * Walks the shape of a forward.
   *
   * @param tracer is told each operation
   * @param input the input shape
   * @return the output shape
   */
  public abstract Shape trace(Tracer tracer, Shape input);
}
