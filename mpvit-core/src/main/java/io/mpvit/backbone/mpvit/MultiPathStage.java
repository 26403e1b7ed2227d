/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mpvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Conv2d;
import io.mpvit.nn.ConvBn;
import io.mpvit.nn.Pass;
import io.mpvit.nn.TorchBlock;
import io.mpvit.nn.Tracer;
import io.mpvit.ops.Nonlinearity;
import java.util.ArrayList;
import java.util.List;

/**
 * The multi-path transformer block of one stage (paper, sections 3.2 and 3.3): the local branch
 * reads the first patch embedding, each encoder its own; the outputs are concatenated and
 * aggregated by a 1x1 convolution. From one map per path to one map.
 */
final class MultiPathStage extends TorchBlock {

  private final List<TransformerEncoder> encoders = new ArrayList<>();
  private final InvertedResidual local;
  private final ConvBn aggregate;

  MultiPathStage(MPViTConfig config, int stage) {
    int width = config.embedDims().get(stage);
    int paths = config.paths().get(stage);
    for (int p = 0; p < paths; p++) {
      encoders.add(child("mhca_blks." + p, new TransformerEncoder(config, stage)));
    }
    local = child("InvRes", new InvertedResidual(width));
    aggregate =
        child(
            "aggregate",
            new ConvBn(
                Conv2d.builder((paths + 1) * width, config.outputDim(stage), 1).build(),
                Nonlinearity.HARDSWISH));
  }

  @Override
  protected NDList compute(Pass pass, NDList embeddings) {
    NDList outputs = new NDList(encoders.size() + 1);
    outputs.add(local.forward(pass, embeddings.get(0)));
    for (int p = 0; p < encoders.size(); p++) {
      outputs.add(encoders.get(p).forward(pass, embeddings.get(p)));
    }
    NDArray joined = NDArrays.concat(outputs, 1); // [B, (paths + 1) * width, H, W]
    outputs.close();
    return new NDList(aggregate.forward(pass, joined));
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... embeddings) {
    Shape map = local.trace(tracer, embeddings[0]);
    for (int p = 0; p < encoders.size(); p++) {
      encoders.get(p).trace(tracer, embeddings[p]);
    }
    Shape joined =
        new Shape(map.get(0), (encoders.size() + 1) * map.get(1), map.get(2), map.get(3));
    return new Shape[] {aggregate.trace(tracer, joined)};
  }
}
