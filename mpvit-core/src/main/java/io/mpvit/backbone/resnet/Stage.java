/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.resnet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import io.mpvit.nn.UnaryBlock;
import java.util.ArrayList;
import java.util.List;

/** Blocks one after the other; the first changes the width and, but for stage 0, halves the map. */
final class Stage extends UnaryBlock {

  private final List<Bottleneck> blocks = new ArrayList<>();

  Stage(ResNetConfig config, int index) {
    int in = index == 0 ? config.stem() : config.outputChannels(index - 1);
    for (int b = 0; b < config.blocks().get(index); b++) {
      int stride = b == 0 && index > 0 ? 2 : 1;
      blocks.add(child(Integer.toString(b), new Bottleneck(config, index, in, stride, b > 0)));
      in = config.outputChannels(index);
    }
  }

  @Override
  protected NDArray compute(Pass pass, NDArray map) {
    NDArray x = map;
    for (Bottleneck block : blocks) {
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
    Shape x = map;
    for (Bottleneck block : blocks) {
      x = block.trace(tracer, x);
    }
    return x;
  }
}
