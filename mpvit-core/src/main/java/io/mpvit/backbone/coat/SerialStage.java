/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.coat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.attention.PositionEncoding;
import io.mpvit.nn.attention.RelativePositionEncoding;
import java.util.ArrayList;
import java.util.List;

/** The blocks of one scale, one after the other. Inputs: a {@link TokenMap}; output: its tokens. */
final class SerialStage extends TorchBlock {

  private final List<SerialBlock> blocks = new ArrayList<>();

  SerialStage(CoatConfig config, int stage, PositionEncoding cpe, RelativePositionEncoding crpe) {
    for (int i = 0; i < config.serialBlocks().get(stage); i++) {
      blocks.add(child(Integer.toString(i), new SerialBlock(config, stage, cpe, crpe)));
    }
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    TokenMap scale = TokenMap.of(inputs);
    for (SerialBlock block : blocks) {
      NDArray next = block.forward(pass, scale.list()).singletonOrThrow();
      if (scale.tokens() != inputs.head()) {
        scale.tokens().close();
      }
      scale = scale.with(next);
    }
    return new NDList(scale.tokens());
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    blocks.forEach(block -> block.trace(tracer, inputs));
    return new Shape[] {inputs[0]};
  }
}
