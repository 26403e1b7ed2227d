/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.deformabledetr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;

/**
 * The learned queries. Input: an array on the device wanted. Output: [Q, 2 D], their positions and
 * where they start. Key {@code weight}.
 */
final class QueryEmbedding extends TorchBlock {
  private final Parameter weight;

  QueryEmbedding(int queries, int width) {
    weight =
        parameter("weight", Parameter.Type.WEIGHT, new NormalInitializer(1), queries, 2L * width);
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    return new NDList(value(pass, inputs.head()));
  }

  /** The parameter's value. */
  NDArray value(Pass pass, NDArray like) {
    return pass.value(weight, like);
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    return new Shape[] {weight.getShape()};
  }
}
