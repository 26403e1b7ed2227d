/* Copyright 2026 the MPViT for the JVM authors. SPDX-License-Identifier: Apache-2.0 */
package io.mpvit.detection.fpn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mpvit.backbone.Feature;
import io.mpvit.nn.Pass;
import io.mpvit.nn.Tracer;
import java.util.List;

/**
 * The coarsest level of R-CNN's pyramid: p6 is every second row and column of p5 (a max pool with a
 * window of one). Only the region proposal network uses it. It has no parameters.
 */
public final class LastLevelMaxPool extends TopBlock {
  private final Feature level;

  /**
   * Creates the block.
   *
   * @param source the pyramid's coarsest level with a bottom-up feature of its own, such as p5
   */
  public LastLevelMaxPool(Feature source) {
    level = source;
  }

  @Override
  public String source() {
    return level.name();
  }

  @Override
  public List<Feature> features() {
    return List.of(new Feature("p6", level.channels(), 2 * level.stride()));
  }

  @Override
  protected NDList compute(Pass pass, NDList maps) {
    // Made dense: a head reads it as often as any other level.
    return new NDList(maps.singletonOrThrow().get(":, :, ::2, ::2").duplicate());
  }

  @Override
  public Shape[] trace(Tracer tracer, Shape... maps) {
    Shape in = maps[0];
    return new Shape[] {new Shape(in.get(0), in.get(1), (in.get(2) + 1) / 2, (in.get(3) + 1) / 2)};
  }
}
