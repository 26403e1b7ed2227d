/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import java.util.ArrayList;
import java.util.List;

/**
 * The patch embeddings of one stage (paper, section 3.1). They are chained, so that path p sees a
 * window of 2p + 3 pixels: the first reads the stage's input, each other one the output of the one
 * before. Returns every unit's output.
 */
final class MultiScalePatchEmbedding extends TorchBlock {

  private final List<PatchEmbedding> units = new ArrayList<>();

  /**
   * @param width channels in and out
   * @param paths the number of units
   * @param stride of the first unit
   */
  MultiScalePatchEmbedding(int width, int paths, int stride) {
    for (int p = 0; p < paths; p++) {
      units.add(child("patch_embeds." + p, new PatchEmbedding(width, p == 0 ? stride : 1)));
    }
  }

  @Override
  protected NDList compute(Pass pass, NDList inputs) {
    NDList outputs = new NDList(units.size());
    for (PatchEmbedding unit : units) {
      outputs.add(
          unit.forward(
              pass,
              outputs.isEmpty() ? inputs.singletonOrThrow() : outputs.get(outputs.size() - 1)));
    }
    return outputs;
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... inputs) {
    Shape[] outputs = new Shape[units.size()];
    Shape last = inputs[0];
    for (int p = 0; p < outputs.length; p++) {
      last = units.get(p).trace(tracer, last);
      outputs[p] = last;
    }
    return outputs;
  }
}
