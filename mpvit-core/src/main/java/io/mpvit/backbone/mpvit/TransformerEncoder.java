/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import io.mpvit.nn.attention.PositionEncoding;
import io.mpvit.nn.attention.RelativePositionEncoding;
import java.util.ArrayList;
import java.util.List;

/**
 * The transformer encoder of one path: blocks that share one position encoding and one relative
 * position encoding. From map to map, [B, width, H, W]; no normalisation follows the last block.
 */
final class TransformerEncoder extends UnaryBlock {

  private final List<TransformerBlock> blocks = new ArrayList<>();

  TransformerEncoder(MPViTConfig config, int stage) {
    int width = config.embedDims().get(stage);
    PositionEncoding cpe = child("cpe", new PositionEncoding(width));
    RelativePositionEncoding crpe =
        child("crpe", new RelativePositionEncoding(width, config.heads()));
    for (int i = 0; i < config.layers().get(stage); i++) {
      blocks.add(child("MHCA_layers." + i, new TransformerBlock(config, stage, i, cpe, crpe)));
    }
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    NDArray x = map;
    for (TransformerBlock block : blocks) {
      NDArray y = block.forward(pass, x);
      if (x != map) {
        x.close();
      }
      x = y;
    }
    return x;
  }

  @Override
  public Shape trace(Tracer tracer, Shape map) {
    blocks.forEach(block -> block.trace(tracer, map));
    return map;
  }
}
