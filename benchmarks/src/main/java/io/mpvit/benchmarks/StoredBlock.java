/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.benchmarks;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.mpvit.checkpoint.StateDict;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;

/** A block that computes nothing and has the parameters that a file has. */
final class StoredBlock extends TorchBlock {

  StoredBlock(StateDict weights) {
    weights
        .tensors()
        .forEach(
            (key, tensor) ->
                parameter(key, Parameter.Type.WEIGHT, Initializer.ONES, tensor.shape()));
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    return inputs;
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    return inputs;
  }
}
