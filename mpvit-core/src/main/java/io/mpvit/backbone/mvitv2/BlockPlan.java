/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.backbone.mvitv2;

import java.util.ArrayList;
import java.util.List;

/**
 * One block as the architecture wants it. Sizes count tokens of the block's input.
 *
 * @param in input width
 * @param attention the attention's width
 * @param out output width
 * @param heads attention heads
 * @param queryStride the step by which queries are pooled
 * @param keyStride the step by which keys and values are pooled
 * @param window the side of the windows, 0 for the whole map
 * @param grid the side of the block's input at pre-training
 * @param dropPathRate the drop-path rate
 */
record BlockPlan(
    int in,
    int attention,
    int out,
    int heads,
    int queryStride,
    int keyStride,
    int window,
    int grid,
    float dropPathRate) {

  /** Rows of a table of relative positions, one for each distance at pre-training. */
  int positions() {
    return 2 * Math.max(grid / queryStride, grid / keyStride) - 1;
  }

  /** The blocks of an architecture, stage by stage. */
  static List<List<BlockPlan>> of(MViTv2Config config) {
    int total = config.depths().stream().mapToInt(Integer::intValue).sum();
    int depth = 0;
    int width = config.width();
    List<List<BlockPlan>> stages = new ArrayList<>();
    for (int s = 0; s < MViTv2Config.STAGES; s++) {
      MViTv2Stage stage = config.stages().get(s);
      List<BlockPlan> blocks = new ArrayList<>();
      for (int i = 0; i < stage.blocks(); i++) {
        boolean last = i == stage.blocks() - 1;
        // The first block of a stage sees the map of the stage before, and halves it.
        int step = s > 0 && i == 0 ? 2 : 1;
        boolean wider = config.widening() == Widening.MLP && last && s < MViTv2Config.STAGES - 1;
        int attention = config.width(s);
        int out = wider ? config.width(s + 1) : attention;
        blocks.add(
            new BlockPlan(
                width,
                attention,
                out,
                config.heads() << s,
                step,
                last ? stage.lastKeyStride() : stage.keyStride(),
                step * (last ? stage.lastWindow() : stage.window()),
                step * (config.grid() >> s),
                total == 1 ? 0 : config.dropPathRate() * depth / (total - 1)));
        width = out;
        depth++;
      }
      stages.add(List.copyOf(blocks));
    }
    return List.copyOf(stages);
  }
}
